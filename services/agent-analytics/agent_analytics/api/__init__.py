"""The JSON API of agent-analytics."""
