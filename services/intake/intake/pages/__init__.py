"""Intake for people: pages that work without JavaScript."""
