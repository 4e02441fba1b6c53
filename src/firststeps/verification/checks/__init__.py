"""The checks: each gives how many things it compared, and a sentence for each that fell."""
