"""From given questionnaire files to response patterns."""
