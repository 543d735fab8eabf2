"""Routing's JSON API: the public directory, and the triage desk for agents."""
