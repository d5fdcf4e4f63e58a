"""Reads code in a newer syntax than the interpreter knows: lowered to its syntax, with every place kept."""
