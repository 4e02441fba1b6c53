"""Proposing a study.yaml for files that nobody has described yet."""
