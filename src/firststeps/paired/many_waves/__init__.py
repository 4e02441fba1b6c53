"""More than two waves, or more than two answers."""
