"""Made-up answers that agree with the published numbers."""
