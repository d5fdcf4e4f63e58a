"""Classes: what they derive from, what they define, take, set and say, how large they are and where they stand."""
