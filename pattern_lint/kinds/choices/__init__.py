"""Choices by a name: one value compared with one constant text after the other, each of which makes another thing."""
