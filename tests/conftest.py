"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
"""How long an example takes says more about the machine than about the code."""
