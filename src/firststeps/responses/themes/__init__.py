"""What people said: themes, agreement of coders, order, quotations."""
