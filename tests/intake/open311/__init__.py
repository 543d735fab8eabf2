"""The Open311 façade, called as programs call it, and by two clients of others' making."""
