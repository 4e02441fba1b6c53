"""How numbers, names and tables are printed."""
