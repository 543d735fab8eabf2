"""What people read where programs read words of an enumeration: French and English."""
