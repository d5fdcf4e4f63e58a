"""What derives from what among the exceptions that the tool knows, and which of them tell of the world outside."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, Literal, TypeAlias

Group: TypeAlias = Literal["os", "network", "database", "timeout"]

GROUPS: Final[Mapping[Group, tuple[str, ...]]] = {
    "os": ("builtins.OSError",),
    "network": (
        *("builtins.ConnectionError", "socket.gaierror", "ssl.SSLError", "http.client.HTTPException"),
        *("urllib.error.URLError", "smtplib.SMTPException", "ftplib.Error", "imaplib.IMAP4.error"),
        *("poplib.error_proto", "xmlrpc.client.Error", "requests.exceptions.RequestException", "httpx.HTTPError"),
        *("httpx.StreamError", "aiohttp.ClientError", "aiohttp.WebSocketError", "urllib3.exceptions.HTTPError"),
        *("websockets.exceptions.WebSocketException", "grpc.RpcError", "grpc.FutureTimeoutError"),
        *("paramiko.SSHException", "botocore.exceptions.BotoCoreError", "botocore.exceptions.ClientError"),
        *("aiokafka.errors.KafkaError", "confluent_kafka.KafkaException", "pika.exceptions.AMQPError"),
        *("openai.APIError", "anthropic.APIError", "ccxt.BaseError", "claude_agent_sdk.ClaudeSDKError"),
        *("kiteconnect.exceptions.KiteException", "binance.exceptions.BinanceAPIException"),
        "binance.exceptions.BinanceRequestException",
    ),
    "database": (
        *("sqlite3.Error", "sqlalchemy.exc.SQLAlchemyError", "redis.exceptions.RedisError"),
        *("redis.exceptions.RedisClusterException", "psycopg2.Error", "psycopg.Error", "asyncpg.PostgresError"),
        *("asyncpg.InterfaceError", "pymysql.MySQLError", "MySQLdb.MySQLError", "mysql.connector.Error"),
        *("pyodbc.Error", "pymongo.errors.PyMongoError", "django.db.utils.Error"),
    ),
    "timeout": (
        *("builtins.TimeoutError", "subprocess.TimeoutExpired", "multiprocessing.TimeoutError"),
        *("requests.exceptions.Timeout", "httpx.TimeoutException", "aiohttp.ServerTimeoutError", "ccxt.RequestTimeout"),
        *("redis.exceptions.TimeoutError", "sqlalchemy.exc.TimeoutError", "urllib3.exceptions.TimeoutError"),
    ),
}
"""Errors that tell of the world outside, by what they tell of; what derives from them belongs to the group, too."""

_ALIASES: Final[Mapping[str, str]] = {
    "re.PatternError": "re.error",
    "http.client.error": "http.client.HTTPException",
    "zipfile.BadZipfile": "zipfile.BadZipFile",
    "copy.error": "copy.Error",
    "ssl.CertificateError": "ssl.SSLCertVerificationError",
    "threading.ThreadError": "builtins.RuntimeError",
}


class _Known:
    """Every known exception: its one spelling, and its direct bases."""

    def __init__(self) -> None:
        self.spelling: dict[str, str] = {}
        self.bases: dict[str, tuple[str, ...]] = {}
        for name, value in vars(builtins).items():
            if isinstance(value, type) and issubclass(value, BaseException) and value.__name__ == name:
                symbol = f"builtins.{name}"
                self.spelling[symbol] = symbol
                self.bases[symbol] = tuple(
                    f"builtins.{base.__name__}" for base in value.__bases__ if base is not object
                )
        for home, others, base, child in _derivations():
            symbol = f"{home}.{child}"
            self.bases[symbol] = (*self.bases.get(symbol, ()), base)
            for module in (home, *others):
                self.spelling.setdefault(f"{module}.{child}", symbol)
        self.spelling |= _ALIASES


def _derivations() -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Home, other modules, base and name of each class that derives from another."""
    from .exception_libraries import LIBRARIES  # read by those alone who have a card about errors
    from .exception_trees import STANDARD

    for tree in (*STANDARD, *LIBRARIES):
        home, *others = tree.modules
        for base, children in tree.children.items():
            full = base if "." in base else f"{home}.{base}"
            for child in children.split():
                yield home, tuple(others), full, child


@cache
def _known() -> _Known:
    return _Known()


def spelled(symbol: str) -> str | None:
    """The one spelling of a known exception class; None for any other symbol."""
    return _known().spelling.get(symbol)


@cache
def ancestry(symbol: str) -> frozenset[str]:
    """A known exception class, as spelled here, and all that it derives from; empty for any other symbol."""
    bases = _known().bases.get(symbol)
    if bases is None:
        return frozenset()
    return frozenset((symbol,)).union(*(ancestry(base) for base in bases))
