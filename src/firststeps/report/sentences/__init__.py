"""Sentences that read results back in words of the subject, by one flat face: ``sentences.split(...)``.

``comparisons`` holds those on who answered, who changed and by how much, ``missing`` those on missing answers,
``published`` those on what printed numbers leave open, ``separate`` those on surveys that cannot be linked, ``plans``
those on numbers of people, ``coders`` those on themes and agreement.
"""

from firststeps import face

__getattr__, __dir__, __all__ = face(__name__)
