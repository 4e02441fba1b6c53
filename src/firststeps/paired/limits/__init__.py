"""Limits and roots: what the intervals of several measures share."""
