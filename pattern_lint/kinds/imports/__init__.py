"""The kind `imports`: which imports may be there, and what a project's modules may make of them together."""
