"""Rules without I/O: the standard library and `common.values` only."""
