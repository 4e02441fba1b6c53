"""Two waves: tests, intervals, equivalence and the posterior of one paired table."""
