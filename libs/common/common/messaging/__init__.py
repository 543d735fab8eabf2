"""Messages: from the outbox to every subscriber, once per effect, whatever dies on the way."""
