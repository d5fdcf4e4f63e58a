"""Sets of names: what is in one is in another, such as plugins in a registry, or events that are emitted and heard."""
