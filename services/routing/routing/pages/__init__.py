"""Routing's pages: the directory, the picker of intake's form, the triage desk."""
