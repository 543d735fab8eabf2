"""One file per deed; `ls` is the list of what this service does."""
