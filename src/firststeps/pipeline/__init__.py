"""Running and checking notebooks: environment, execution, what depends on what, acceptance."""
