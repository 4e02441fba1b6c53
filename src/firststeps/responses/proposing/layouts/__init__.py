"""One proposal for each layout of files: a table for each wave, a long table, a wide one or one of counts."""
