"""Tests that a difference, a ratio or an odds ratio is any value, not only none, and the curve of their p-values."""
