"""Statistics of paired yes/no outcomes: counts in, results out; knows no file, no study, no paper."""
