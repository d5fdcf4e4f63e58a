"""Addresses in documents: `acme://billing/invoices` names a service that is there."""

import re
from collections.abc import Iterator
from typing import ClassVar

from pattern_lint.api import Rule, Unit, UnitFault, UnitKind, UnitOptions, UnitSite

_ADDRESS = re.compile(r"acme://([a-z]+)")


class Options(UnitOptions, frozen=True, kw_only=True):
    """Which services there are."""

    services: tuple[str, ...]
    """The names of all services. Example: `services = ["billing", "stock"]`"""

    words: ClassVar[tuple[str, ...]] = ("service",)


class Kind(UnitKind[Options]):
    """A site is an address."""

    languages = frozenset({"markdown"})

    def judged(self, unit: Unit, rule: Rule[Options]) -> Iterator[UnitSite]:
        for number, line in enumerate(unit.lines, 1):
            for address in _ADDRESS.finditer(line):
                span = (number, address.start() + 1, number, address.end() + 1)
                is_there = address[1] in rule.options.services
                wrong = UnitFault(span, f"there is no service {address[1]}", {"service": address[1]})
                yield UnitSite(span, [] if is_there else [wrong])
