"""From given rows to tidy responses, with a log of every change."""
