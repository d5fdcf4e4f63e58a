"""Which libraries no text imports."""

from __future__ import annotations

import pytest

from pattern_lint.project.imported import LIBRARY, Libraries, libraries_in
from pattern_lint.project.look import Look


@pytest.mark.parametrize(
    "text",
    [
        "import redis\n",
        "import json, redis\n",
        "import redis.asyncio as client\n",
        "from redis import Redis\n",
        "from redis.asyncio import (\n    Redis,\n)\n",
        "if slow:\n    from redis import Redis\n",
        "import json, \\\n    redis\n",
        "from \\\n    redis import Redis\n",
        "from aioredis import Redis\n",
        'client = importlib.import_module("redis")\n',
        "try:\r\n    import redis\r\nexcept ImportError: pass\r\n",
    ],
)
def test_a_library_is_imported(text: str) -> None:
    libraries = Libraries([f"{LIBRARY}redis", f"{LIBRARY}kafka"])
    libraries.look(Look("a.py", text.encode()))
    assert libraries.left == {f"{LIBRARY}kafka"}


@pytest.mark.parametrize("text", ["redis = 1\n", "# redis\nimport json\n", "from shop import rediscover\n", ""])
def test_a_library_is_not(text: str) -> None:
    libraries = Libraries([f"{LIBRARY}redis"])
    libraries.look(Look("a.py", text.encode()))
    assert libraries.left == {f"{LIBRARY}redis"}


def test_what_options_name() -> None:
    texts = ["redis.Redis().get", "kafka.*", "*.commit", "role:service.run", "time.sleep", "print", "like:session.add"]
    assert set(libraries_in(texts)) == {"redis", "kafka"}
    assert set(libraries_in(["aioredis.Redis"])) == {"aioredis", "redis"}
