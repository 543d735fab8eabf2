"""The pages of agent-analytics."""
