"""Benches: what things cost, as ratios of one run; `make bench`."""
