"""What the tool knows of the world outside a project, as tables."""
