"""Paired ordered answers and scores: people who improved, stayed the same and got worse."""
