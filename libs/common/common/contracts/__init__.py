"""What the services tell one another: facts, frozen, one module per producer."""
