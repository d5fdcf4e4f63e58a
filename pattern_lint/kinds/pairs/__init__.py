"""Pairs: what is begun or acquired is ended: on every path, when its class goes, or by whoever holds it in the end."""
