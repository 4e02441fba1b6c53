"""Figures for readers: drawn from plain data, each with its alt text, saved as the same bytes every time.

Each kind of figure has a room of its own, so that a notebook depends on the drawings that it shows and no others.
"""

from firststeps import face

__getattr__, __dir__, __all__ = face(__name__)
