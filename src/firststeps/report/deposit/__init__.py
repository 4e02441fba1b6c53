"""What receivers of a study ask for, from the run that made its paper: a folder for journal, archive and checker."""
