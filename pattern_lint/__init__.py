"""pattern-lint: documented architecture patterns, enforced."""

__version__ = "0.1.0"
