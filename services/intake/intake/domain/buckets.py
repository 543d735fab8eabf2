"""Where files lie: what browsers send, and what passed the checks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Buckets:
    quarantine: str
    clean: str
