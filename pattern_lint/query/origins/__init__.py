"""Where things come from: the values that cards follow, the names of sets, queries, and the state of a module."""
