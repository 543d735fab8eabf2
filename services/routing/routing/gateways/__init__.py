"""The outside world: the search index, the stock files."""
