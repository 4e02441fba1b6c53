"""First steps: an executable research compendium for small before-after evaluations with yes/no outcomes."""

__version__ = "0.1.0"
