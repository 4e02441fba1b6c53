"""From tidy responses to counts: all that later steps read."""

from firststeps import face

__getattr__, __dir__, __all__ = face(__name__)
