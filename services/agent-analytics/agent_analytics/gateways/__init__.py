"""The outside world, as agent-analytics reaches it."""
