"""Claims: numbers recorded by notebooks, collected in one file, mentioned in texts."""
