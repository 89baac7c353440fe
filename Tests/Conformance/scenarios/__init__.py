"""The scenarios, a file a concern."""
