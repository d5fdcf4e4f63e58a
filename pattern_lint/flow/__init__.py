"""What happens inside a function: what becomes of a value, what always runs, and in which order."""
