"""Who answered, in files that nobody has described: measured, decided, and what is doubtful about it."""
