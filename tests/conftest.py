"""Hypothesis searches anew at each run on a person's machine; where CI says so it searches the same way each time.

A submission then passes or fails for what it changed, not for what a random search found in older code that day.
"""

import os

from hypothesis import settings

settings.register_profile("ours", derandomize=os.environ.get("CI", "").lower() in ("1", "true"))
settings.load_profile("ours")
