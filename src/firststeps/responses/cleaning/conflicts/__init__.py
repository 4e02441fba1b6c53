"""Answers that conflict: of two questionnaires of one person at one wave, and those that cannot both be right."""
