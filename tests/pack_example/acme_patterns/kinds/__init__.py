"""The kinds that Acme needs of its own."""
