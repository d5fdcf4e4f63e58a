"""Modules: how long they are, what their docstring says, what they define and how much of it."""
