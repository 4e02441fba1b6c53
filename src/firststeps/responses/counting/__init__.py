"""From tidy responses to counts: all that later steps read."""
