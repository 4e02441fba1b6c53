"""Reading given files."""
