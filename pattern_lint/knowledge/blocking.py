"""Calls that block the thread they run on, by the sort of work that they do.

Cards choose sorts of work; a symbol is spelled as `source.externals` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from . import clients
from .broker_methods import ALPACA, BINANCE, KITE
from .redis_methods import REDIS

_VERBS = "get post put patch delete head options request".split()
_FILE_METHODS = "open read_text read_bytes write_text write_bytes".split()
_TABLES = [f"pandas.read_{form}" for form in ("csv", "excel", "feather", "json", "parquet", "pickle")]
_FRAME = "pandas.DataFrame()"
_WRITTEN_TABLES = [f"{_FRAME}.to_{form}" for form in "csv excel feather hdf json parquet pickle stata xml".split()]
_ARRAYS = [f"{module}.{name}" for module in ("numpy", "torch") for name in ("load", "save")]
_TREE = "copy copy2 copyfile copyfileobj copytree make_archive move rmtree unpack_archive".split()
_CHANGES = "remove unlink rename renames rmdir removedirs link symlink truncate".split()
_PATH_CHANGES = "unlink rmdir touch rename symlink_to hardlink_to".split()
_SPAWN = [f"spawn{suffix}" for suffix in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")]
_LOCKS = [
    f"{module}.{name}()"
    for module in ("threading", "multiprocessing")
    for name in ("Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition")
]

CALLS: Final[Mapping[str, tuple[str, ...]]] = {
    "file": (
        *("builtins.open", "io.open_code", "codecs.open", "gzip.open", "bz2.open", "lzma.open", "tarfile.open"),
        *("zipfile.ZipFile", "gzip.GzipFile", "os.fdopen", "shelve.open", "joblib.dump", "joblib.load"),
        *("configparser.ConfigParser().read", *_TABLES, *_WRITTEN_TABLES, *_ARRAYS),
        *(f"pathlib.Path{made}.{name}" for made in ("()", "") for name in _FILE_METHODS),
    ),
    "file-data": (
        *(f"{module}.{name}" for module in ("json", "pickle", "marshal", "toml") for name in ("load", "dump")),
        *(f"yaml.{name}" for name in ("load", "safe_load", "load_all", "dump", "safe_dump", "dump_all")),
        "tomllib.load",
    ),
    "temp-file": tuple(f"tempfile.{name}" for name in ("NamedTemporaryFile", "TemporaryFile")),
    "file-tree": (
        *(f"shutil.{name}" for name in _TREE),
        *(
            f"{archive}.{name}"
            for archive in ("zipfile.ZipFile()", "tarfile.open()")
            for name in ("extractall", "extract")
        ),
    ),
    "file-change": (
        *(f"os.{name}" for name in _CHANGES),
        *(f"pathlib.Path().{name}" for name in _PATH_CHANGES),
    ),
    "file-loop": (
        *("os.listdir", "os.scandir", "os.walk", "glob.glob", "glob.iglob"),
        *(f"pathlib.Path().{name}" for name in ("glob", "rglob", "iterdir", "walk")),
    ),
    "sleep": ("time.sleep",),
    "http": (
        *(f"{module}.{verb}" for module in ("requests", "httpx") for verb in _VERBS),
        *(f"{client}.{verb}" for client in ("requests.Session()", "httpx.Client()") for verb in (*_VERBS, "send")),
        *("httpx.stream", "httpx.connect", "httpx.trace", "httpx.Client().stream", "urllib3.request"),
        *("urllib3.PoolManager().request", "urllib3.PoolManager().urlopen"),
        *("urllib.request.urlopen", "urllib.request.urlretrieve", "urllib.request.build_opener().open"),
        *(f"http.client.HTTPConnection().{name}" for name in ("connect", "request", "getresponse")),
        "urllib.request.OpenerDirector().open",
        *(f"jwt.PyJWKClient().{name}" for name in ("get_signing_key_from_jwt", "get_signing_key", "fetch_data")),
        *(f"jwt.PyJWKClient().{name}" for name in ("get_jwk_set", "get_signing_keys")),
        *(f"huggingface_hub.{name}" for name in ("snapshot_download", "hf_hub_download")),
        *("ollama.chat", "ollama.generate", "litellm.completion", "litellm.embedding", "yfinance.download"),
    ),
    "process": (
        *(f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output")),
        *("subprocess.getoutput", "subprocess.getstatusoutput"),
        *(f"subprocess.Popen().{name}" for name in ("wait", "communicate")),
        *(f"os.{name}" for name in ("system", "popen", *_SPAWN)),
        *(f"os.{name}" for name in ("wait", "wait3", "wait4", "waitid", "waitpid")),
    ),
    "spawn": ("subprocess.Popen", "os.posix_spawn", "os.posix_spawnp"),
    "socket": (
        *("socket.create_connection", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"),
        *(f"socket.socket().{name}" for name in ("accept", "connect", "recv", "recv_into", "recvfrom", "sendall")),
        *("smtplib.SMTP", "smtplib.SMTP_SSL", "ftplib.FTP", "imaplib.IMAP4_SSL", "telnetlib.Telnet"),
        *("imaplib.IMAP4", "poplib.POP3", "poplib.POP3_SSL", "nntplib.NNTP"),
        *("pika.BlockingConnection", "websocket.create_connection"),
        *(f"smtplib.SMTP().{name}" for name in ("connect", "login", "sendmail", "send_message", "starttls", "quit")),
        *(f"paramiko.SSHClient().{name}" for name in ("connect", "exec_command", "open_sftp")),
        *(
            f"ftplib.FTP().{name}"
            for name in ("connect", "login", "retrbinary", "retrlines", "storbinary", "storlines")
        ),
    ),
    "database": (
        *("sqlite3.connect", "psycopg2.connect", "psycopg.connect", "pymysql.connect", "MySQLdb.connect"),
        *("mysql.connector.connect", "pyodbc.connect", "snowflake.connector.connect", f"{_FRAME}.to_sql"),
        *("pandas.read_sql", "pandas.read_sql_query", "pandas.read_sql_table"),
        *(f"django.db.models.Model().{name}" for name in ("save", "delete", "refresh_from_db")),
        *(f"sqlalchemy.engine.Engine().{name}" for name in ("connect", "begin")),
    ),
    "input": ("builtins.input", "getpass.getpass"),
    "lock": (
        *(f"{lock}.{method}" for lock in _LOCKS for method in ("acquire", "__enter__")),
        *("threading.Event().wait", "threading.Condition().wait", "threading.Barrier().wait"),
    ),
    "thread": (
        *(f"{made}.join" for made in ("threading.Thread()", "multiprocessing.Process()")),
        *("asyncio.run_coroutine_threadsafe().result", "concurrent.futures.wait"),
        *(f"concurrent.futures.{pool}().submit().result" for pool in ("ThreadPoolExecutor", "ProcessPoolExecutor")),
        *("concurrent.futures.Future().result", "queue.Queue().join"),
    ),
    "event-loop": (
        *("asyncio.run", "asyncio.Runner().run", "anyio.run", "trio.run", "asgiref.sync.async_to_sync()"),
        "asyncio.AbstractEventLoop().run_until_complete",
    ),
    "sdk": (),
}
"""Sort of work -> the functions and methods that do it."""

_SESSION = "sqlalchemy.orm.Session()"
_PIPELINE = "redis.client.Pipeline()"
_DATABASE_METHODS = "execute executemany executescript fetchone fetchall fetchmany commit rollback".split()
_NOT_SENT = frozenset("close lock pipeline pubsub register_script set_response_callback get_encoder".split())
QUIET_METHODS: Final = frozenset("set_access_token login_url set_session_expiry_hook close_connection close".split())
"""Methods of broker clients that ask nobody."""

MEMBERS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "redis.Redis()": ("database", _NOT_SENT),
    "redis.cluster.RedisCluster()": ("database", _NOT_SENT),
    **dict.fromkeys(
        ("boto3.client()", "boto3.Session().client()", "boto3.session.Session().client()"),
        ("http", frozenset({"close", "get_paginator", "get_waiter", "can_paginate", "generate_presigned_url"})),
    ),
    "kiteconnect.KiteConnect()": ("sdk", QUIET_METHODS),
    "kiteconnect.connect.KiteConnect()": ("sdk", QUIET_METHODS),
    "alpaca_trade_api.REST()": ("sdk", QUIET_METHODS),
    "alpaca_trade_api.rest.REST()": ("sdk", QUIET_METHODS),
    "binance.Client()": ("sdk", QUIET_METHODS),
    "binance.client.Client()": ("sdk", QUIET_METHODS),
}
"""Instances of which every method blocks, with the sort of work and the methods that do not."""

_PARTIAL: Final[Mapping[str, tuple[str, Iterable[str]]]] = {
    _PIPELINE: ("database", ["execute", "watch"]),
    "sqlite3.Connection()": ("database", _DATABASE_METHODS),
    "sqlite3.Cursor()": ("database", _DATABASE_METHODS),
    "psycopg2.extensions.connection()": ("database", ["commit", "rollback"]),
    "psycopg2.extensions.connection().cursor()": ("database", _DATABASE_METHODS),
    "psycopg.Connection()": ("database", _DATABASE_METHODS),
    "psycopg.Connection().cursor()": ("database", _DATABASE_METHODS),
    "pymysql.connections.Connection().cursor()": ("database", _DATABASE_METHODS),
    "sqlalchemy.engine.Connection()": ("database", ["execute", "scalar", "scalars", "commit", "rollback"]),
    _SESSION: (
        "database",
        "exec execute scalar scalars get get_one merge commit flush refresh rollback bulk_save_objects delete".split(),
    ),
}

_QUERY = f"{_SESSION}.query()"
_QUERY_ENDS = frozenset("all first one one_or_none scalar scalars count delete update get".split())


def _calls() -> dict[str, str]:
    table = {symbol: work for work, symbols in CALLS.items() for symbol in symbols}
    for base, (work, methods) in _PARTIAL.items():
        table |= {f"{base}.{method}": work for method in methods}
    return table


WORK_OF_CALL: Final[Mapping[str, str]] = _calls()
NAMES: Final[frozenset[str]] = frozenset(
    {
        *(symbol.rpartition(".")[2] for symbol in WORK_OF_CALL),
        *(*_QUERY_ENDS, *REDIS, *KITE, *ALPACA, *BINANCE, *clients.NAMES),
    }
)
"""The last names of calls that may block: worth to look up once the project tells what their receiver is."""

TAKE_STREAMS = frozenset(
    {
        *("zipfile.ZipFile", "tarfile.open", "gzip.open", "gzip.GzipFile", "bz2.open", "lzma.open"),
        *("joblib.dump", "joblib.load", *_TABLES, *_WRITTEN_TABLES, *_ARRAYS),
    }
)
"""What opens a file by name or wraps a stream that is open already."""

TELLING_METHODS: Final[Mapping[str, str]] = {
    "read_text": "file",
    "write_text": "file",
    "read_bytes": "file",
    "write_bytes": "file",
    "open": "file",
    "run_until_complete": "event-loop",
    "acquire": "lock",
    **dict.fromkeys(("commit", "execute", "scalar", "scalars", "flush", "refresh", "rollback"), "database"),
}
"""Methods that tell by their name, and the name of a receiver whose type is not known, what they do."""

SORTS = frozenset(CALLS)


def work_of(symbol: str) -> str | None:
    """The sort of blocking work that a call does; None for a call that does not block as far as is known."""
    work = WORK_OF_CALL.get(symbol)
    if work is not None:
        return work
    base, _, name = symbol.rpartition(".")
    member = MEMBERS.get(base)
    if member is not None:
        return None if name in member[1] else member[0]
    ends = (name in _QUERY_ENDS and base.startswith(_QUERY)) or (name == "execute" and base.startswith(_PIPELINE))
    return "database" if ends else clients.work_of_client(symbol)
