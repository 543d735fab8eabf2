"""Pages for operators and for the printing centre."""
