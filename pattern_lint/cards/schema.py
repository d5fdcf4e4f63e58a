"""The JSON schema of the configuration, for editors that complete and check it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from pattern_lint.cards.card import Card
from pattern_lint.config.settings import Settings

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(cards: Sequence[Card], kind_options: Callable[[str], type[msgspec.Struct]]) -> dict[str, object]:
    """What may stand under `[tool.pattern-lint]`, with the options of every card from its kind's struct.

    Options of other cards stay open, because a project's own cards are not known to a published schema.
    """
    import msgspec.json

    structs = [kind_options(card.check) for card in cards]
    distinct = list(dict.fromkeys([Settings, *structs]))
    references, definitions = msgspec.json.schema_components(distinct, ref_template="#/$defs/{name}")
    by_struct = dict(zip(distinct, references, strict=True))
    options: dict[str, Any] = {
        "type": "object",
        "properties": {
            card.name: {**by_struct[struct], "description": card.summary}
            for card, struct in zip(cards, structs, strict=True)
        },
        "additionalProperties": {"type": "object"},
    }
    settings = definitions.pop(by_struct[Settings]["$ref"].rpartition("/")[2])
    settings["properties"]["options"] = options
    definitions["PathSettings"]["properties"]["options"] = {"$ref": "#/properties/options"}
    return {"$schema": _DIALECT, "title": "pattern-lint", **settings, "$defs": definitions}
