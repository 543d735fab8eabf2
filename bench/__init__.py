"""Benchmarks: each prints a table with a ratio to a limit measured in the same run."""
