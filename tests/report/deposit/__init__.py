"""What receivers of a study ask for."""
