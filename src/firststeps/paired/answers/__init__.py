"""What people answered, read by what it means: columns of answers, and tables with labels."""
