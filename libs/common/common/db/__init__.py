"""The database: engine, naming of constraints, plumbing tables, migrations."""
