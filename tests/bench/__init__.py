"""Benches of time and memory, each a module with `measure()`; in small where BENCH_SMALL is set, as in the tests."""

import os

SMALL = bool(os.environ.get("BENCH_SMALL"))


def size(whole, small):
    """What a bench goes through: all of it, or little enough for a test."""
    return small if SMALL else whole
