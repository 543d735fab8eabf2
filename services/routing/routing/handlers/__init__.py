"""What routing does, one deed per file."""
