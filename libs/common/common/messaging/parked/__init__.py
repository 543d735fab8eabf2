"""Messages set aside for a person: kept by the broker, or in tables where there is none."""
