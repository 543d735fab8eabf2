"""Sample data: three months of reports, lived through by the real services at a moving date."""
