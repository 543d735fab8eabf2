"""The outside world, made real."""
