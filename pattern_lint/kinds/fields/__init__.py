"""Fields of classes: their type, default and description, what the call that makes them is given, and companions."""
