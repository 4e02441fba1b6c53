"""What printed numbers allow: possible tables, margins, rounding, p-values read backwards."""
