"""Ordered questions, scales and scores: who improved, stayed the same, got worse, and in which group."""
