"""Exercises on any study that check themselves: they grade a value by the study's own counts, and know usual mistakes.

``make learn STUDY=folder`` writes them as short notebooks into the study's ``learn/``.
"""

from firststeps import face

__getattr__, __dir__, __all__ = face(__name__)
