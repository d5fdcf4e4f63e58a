"""What functions do with what they are given, what they run, how they can be called, and how large they are."""
