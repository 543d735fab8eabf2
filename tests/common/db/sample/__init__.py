"""A service reduced to its migrations."""
