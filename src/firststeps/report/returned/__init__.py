"""A Word file comes back from an author: what has changed in it is told, and goes into the template of the paper."""
