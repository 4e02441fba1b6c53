"""Checking a whole compendium again, and the receipt that says what was compared and what fell."""
