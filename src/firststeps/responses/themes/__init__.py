"""What people said: themes, agreement of coders, order, quotations."""

from firststeps import face

__getattr__, __dir__, __all__ = face(__name__)
