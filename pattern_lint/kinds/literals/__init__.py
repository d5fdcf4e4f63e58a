"""Functions and methods: what they take and give, how they are decorated, how large they are, and what they call."""
