"""Vigie on one machine: the demo in one process, and the five services as processes."""
