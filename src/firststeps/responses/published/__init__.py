"""What a paper prints of a study's outcomes, and what that leaves open, for the reader of notebook 00."""
