"""What agent-analytics does, one deed per module."""
