"""What study.yaml makes of a given table before answers are read: rows left out, merged cells, boxes."""
