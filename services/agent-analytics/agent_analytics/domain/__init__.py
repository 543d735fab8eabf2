"""The rules of agent-analytics: pure, on frozen values."""
