"""From results to readers: wording, disclosure, claims, figures, manuscript."""
