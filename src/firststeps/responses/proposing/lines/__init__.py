"""The lines of a proposed ``study.yaml``; what is not certain is marked as a question."""
