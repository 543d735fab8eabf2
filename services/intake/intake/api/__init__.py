"""Intake for programs: JSON under `/v1`."""
