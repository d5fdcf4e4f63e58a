"""`python -m pattern_lint`."""

from .cli.main import process

process()
