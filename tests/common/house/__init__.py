"""A service with nothing of its own: the plumbing alone, for the tests of what is shared."""
