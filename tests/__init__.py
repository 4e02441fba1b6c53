"""The tests, as packages, so that helpers of one name in two folders stay apart."""
