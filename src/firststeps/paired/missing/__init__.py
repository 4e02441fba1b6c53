"""Missing answers: assumptions, bounds, completions, tipping points, models."""
