"""At which wave an answer was given, in files that nobody has described."""
