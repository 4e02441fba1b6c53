"""The tests, as packages, so that helpers of one name in two folders stay apart."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]  # the compendium's folder
