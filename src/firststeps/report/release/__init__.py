"""What may leave the house: protected counts and the folder that holds them."""

from firststeps import face

__getattr__, __dir__, __all__ = face(__name__)
