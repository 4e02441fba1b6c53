"""The static site of a study: paper, notebooks, figures, data, and a page for each number; it needs no script."""
