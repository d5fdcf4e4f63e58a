"""pattern-lint: documented architecture patterns, enforced."""

from __future__ import annotations

__version__ = "0.1.0"
