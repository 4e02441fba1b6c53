"""What a paper's printed numbers leave open, for the reader of notebook 00."""
