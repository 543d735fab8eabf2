"""The portal for programs: JSON under `/v1`."""
