"""The kind `handlers`: what except clauses may catch, what they make of it, and in which order they stand."""
