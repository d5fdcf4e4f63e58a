"""How comments are written that accept findings, as flake8 reads them."""

from __future__ import annotations

import re

_CODES = r"(?::\s?(?P<codes>(?:[A-Z]+[0-9]+[,\s]*)+))?"
_REASON = r"(?:\s*--\s*(?P<reason>.*\S))?"
INLINE = re.compile(rf"# noqa{_CODES}{_REASON}", re.IGNORECASE)
WHOLE_FILE = re.compile(rf"# flake8[:=]\s*noqa{_CODES}{_REASON}", re.IGNORECASE)
