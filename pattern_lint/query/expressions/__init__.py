"""What an expression holds: its parts, dicts and constants, what fills the holes of texts, and addresses."""
