"""Runnable comparisons; each prints a table. Speed is a ratio against an alternative in the same run."""
