"""Files that are larger than memory: counted as a stream, or cleaned share by share with their log."""
