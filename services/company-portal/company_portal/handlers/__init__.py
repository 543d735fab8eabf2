"""What the portal does, one deed per file."""
