"""The patterns of Acme, for pattern-lint."""

from pathlib import Path

from pattern_lint.api import Pack, Role

PACK = Pack(
    api=1,
    prefix="ACME",
    folder=Path(__file__).parent / "rules",
    kinds={"acme-topics": "acme_patterns.kinds.topics", "acme-addresses": "acme_patterns.kinds.addresses"},
    roles={"acme-gateway": Role(names=("*Gateway",), bases=("BaseGateway",))},
)
