"""Planning a paired yes/no comparison: power, sample size, actual size and coverage, by exact sums over all tables."""
