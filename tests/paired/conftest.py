"""Settings of the property tests: no limit on the time of one example, as a first import may fall into it."""

from hypothesis import settings

settings.register_profile("paired", deadline=None, max_examples=60)
settings.load_profile("paired")
