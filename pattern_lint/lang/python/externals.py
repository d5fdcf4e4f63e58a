"""What the tool knows of the standard library and of third parties: one spelling for each thing, and what calls return.

A symbol is a dotted name in which `()` stands for "the value of a call", `.*` for "an element when iterated",
`.[]` for "an item", `./` for "divided by something", and `{...}` holds what a container holds:
`pathlib.Path().read_text`, `builtins.list{app.Order()}()`.
"""

from __future__ import annotations

import builtins
import typing

from .chained import CHAINED

BUILTIN_NAMES = frozenset((*dir(builtins), "__file__"))
"""What a module knows without binding it."""

COPYING = frozenset(
    "attr.evolve attrs.evolve copy.copy copy.deepcopy copy.replace dataclasses.replace msgspec.structs.replace".split()
)
"""Functions that give another one of what they are given first."""
COPYING_METHODS = frozenset({"model_copy"})
MAKING_METHODS = frozenset({"model_validate", "model_validate_json", "model_construct"})
"""Methods of classes that give an instance."""
FILLING_METHODS = frozenset({"model_validate", "parse_obj"})
"""Methods of classes that are given the fields of an instance in a dict."""
MAKING_FIELDS = frozenset("dataclass define frozen mutable attrs s BaseModel BaseSettings SQLModel Struct".split())
"""Decorators and bases of classes whose annotated attributes are what each instance is given, by their last names."""

_PATH = "pathlib.Path()"
_PATH_ATTRIBUTES = ("parent",)
_PATH_CALLS = (
    "absolute expanduser joinpath relative_to rename replace resolve with_name with_segments with_stem with_suffix"
).split()
_PATH_ITERATIONS = ("glob", "iterdir", "rglob")


def _paths() -> dict[str, str]:
    table = {f"{_PATH}.{name}": _PATH for name in _PATH_ATTRIBUTES}
    table |= {f"{_PATH}.{name}()": _PATH for name in _PATH_CALLS}
    table |= {f"{_PATH}.{name}().*": _PATH for name in _PATH_ITERATIONS}
    table |= {f"pathlib.{name}": "pathlib.Path" for name in ("PosixPath", "WindowsPath")}
    table |= {f"pathlib.Path.{name}()": _PATH for name in ("cwd", "home")}
    table[f"{_PATH}.parents.[]"] = _PATH
    table[f"{_PATH}./"] = _PATH
    return table


def _clients() -> dict[str, str]:
    table: dict[str, str] = {}
    for alias in ("requests.sessions.Session", "requests.sessions.session"):
        table[alias] = "requests.Session"
    table["requests.session()"] = "requests.Session()"
    for verb in ("get", "post", "put", "patch", "delete", "head", "options", "request"):
        table[f"requests.api.{verb}"] = f"requests.{verb}"
    for alias in ("redis.StrictRedis", "redis.client.Redis", "redis.client.StrictRedis"):
        table[alias] = "redis.Redis"
    for alias in ("redis.asyncio.StrictRedis", "redis.asyncio.client.Redis", "aioredis.Redis"):
        table[alias] = "redis.asyncio.Redis"
    for module in ("redis", "redis.asyncio"):
        table[f"{module}.from_url()"] = f"{module}.Redis()"
        table[f"{module}.Redis.from_url()"] = f"{module}.Redis()"
    table["redis.Redis().pipeline()"] = "redis.client.Pipeline()"
    table["redis.asyncio.Redis().pipeline()"] = "redis.asyncio.Redis()"
    table |= {"httpx._client.Client": "httpx.Client", "httpx._client.AsyncClient": "httpx.AsyncClient"}
    table |= {
        "urllib3.poolmanager.PoolManager": "urllib3.PoolManager",
        "aiohttp.client.ClientSession": "aiohttp.ClientSession",
    }
    table |= {"socket.create_connection()": "socket.socket()", "socket.SocketType": "socket.socket"}
    table |= {"jwt.jwks_client.PyJWKClient": "jwt.PyJWKClient", "pandas.core.frame.DataFrame": "pandas.DataFrame"}
    table |= {"http.client.HTTPSConnection": "http.client.HTTPConnection"}
    return table


def _databases() -> dict[str, str]:
    session, connection = "sqlalchemy.orm.Session()", "sqlalchemy.engine.Connection()"
    table = {
        "sqlite3.connect()": "sqlite3.Connection()",
        "sqlite3.dbapi2.connect()": "sqlite3.Connection()",
        "sqlite3.Connection().cursor()": "sqlite3.Cursor()",
        "sqlite3.Connection().execute()": "sqlite3.Cursor()",
        "psycopg2.connect()": "psycopg2.extensions.connection()",
        "psycopg.connect()": "psycopg.Connection()",
        "psycopg.Connection.connect()": "psycopg.Connection()",
        "pymysql.connect()": "pymysql.connections.Connection()",
        "sqlalchemy.orm.session.Session": "sqlalchemy.orm.Session",
        "sqlmodel.Session": "sqlalchemy.orm.Session",
        "sqlmodel.create_engine": "sqlalchemy.create_engine",
        "sqlalchemy.orm.session.sessionmaker": "sqlalchemy.orm.sessionmaker",
        "sqlalchemy.orm.sessionmaker()()": session,
        "sqlalchemy.orm.sessionmaker().begin()": session,
        "sqlalchemy.orm.scoped_session()": session,
        "flask_sqlalchemy.SQLAlchemy().session": session,
        "flask_sqlalchemy.extension.SQLAlchemy().session": session,
        f"{session}()": session,
        "sqlalchemy.engine.Engine().connect()": connection,
        "sqlalchemy.engine.Engine().begin()": connection,
        "sqlalchemy.engine.create_engine": "sqlalchemy.create_engine",
        "sqlalchemy.create_engine()": "sqlalchemy.engine.Engine()",
        "sqlalchemy.Engine": "sqlalchemy.engine.Engine",
        "sqlalchemy.Connection": "sqlalchemy.engine.Connection",
        "sqlalchemy.engine.base.Engine": "sqlalchemy.engine.Engine",
        "sqlalchemy.engine.base.Connection": "sqlalchemy.engine.Connection",
    }
    for module in ("sqlalchemy.ext.asyncio.session", "sqlalchemy.ext.asyncio.engine"):
        for name in ("AsyncSession", "async_sessionmaker", "AsyncEngine", "create_async_engine"):
            table[f"{module}.{name}"] = f"sqlalchemy.ext.asyncio.{name}"
    table["sqlalchemy.ext.asyncio.async_sessionmaker()()"] = "sqlalchemy.ext.asyncio.AsyncSession()"
    table["sqlalchemy.ext.asyncio.async_sessionmaker().begin()"] = "sqlalchemy.ext.asyncio.AsyncSession()"
    return table


def _standard_library() -> dict[str, str]:
    table = {
        "builtins.open()": "io.TextIOWrapper()",
        "io.open()": "io.TextIOWrapper()",
        "io.open": "builtins.open",
        "_io.open": "builtins.open",
        "pathlib.Path().open()": "io.TextIOWrapper()",
        "logging.getLogger()": "logging.Logger()",
        "logging.Logger().getChild()": "logging.Logger()",
        "asyncio.get_running_loop()": "asyncio.AbstractEventLoop()",
        "asyncio.get_event_loop()": "asyncio.AbstractEventLoop()",
        "asyncio.new_event_loop()": "asyncio.AbstractEventLoop()",
        "asyncio.events.get_event_loop()": "asyncio.AbstractEventLoop()",
        "builtins.dict().copy()": "builtins.dict()",
        "builtins.EnvironmentError": "builtins.OSError",
        "builtins.IOError": "builtins.OSError",
        "socket.error": "builtins.OSError",
        "select.error": "builtins.OSError",
        "socket.timeout": "builtins.TimeoutError",
        "asyncio.TimeoutError": "builtins.TimeoutError",
        "asyncio.exceptions.TimeoutError": "builtins.TimeoutError",
        "asyncio.exceptions.CancelledError": "asyncio.CancelledError",
        "concurrent.futures.TimeoutError": "builtins.TimeoutError",
        "shutil.Error": "shutil.Error",
    }
    for name in ("datetime", "date", "timedelta"):
        for made in (
            "now()",
            "utcnow()",
            "today()",
            "fromtimestamp()",
            "strptime()",
            "fromisoformat()",
            "combine()",
        ):
            table[f"datetime.{name}.{made}"] = f"datetime.{name}()"
    return table


_HANDED_ON = {
    "asyncio": {
        "locks": "Lock Event Condition Semaphore BoundedSemaphore",
        "tasks": "create_task gather sleep wait_for",
    },
    "boto3": {"session": "Session"},
    "aioboto3": {"session": "Session"},
    "celery": {"app": "shared_task", "app.base": "Celery", "app.task": "Task"},
    "click": {
        "core": "Command Context Group",
        "decorators": "argument command group option pass_context",
    },
    "fastapi": {
        "applications": "FastAPI",
        "param_functions": "Body Cookie Depends File Form Header Path Query Security",
        "routing": "APIRouter",
    },
    "flask": {"app": "Flask", "blueprints": "Blueprint"},
    "jinja2": {"environment": "Environment Template"},
    "pydantic": {
        "fields": "Field",
        "functional_validators": "AfterValidator BeforeValidator field_validator model_validator",
        "main": "BaseModel",
        "networks": "EmailStr",
        "types": "SecretBytes SecretStr",
    },
    "django.db.models": {
        "deletion": "CASCADE DO_NOTHING PROTECT RESTRICT SET SET_DEFAULT SET_NULL",
        "base": "Model",
        "expressions": "Case Exists F OuterRef Subquery Value When",
        "fields": "AutoField BigAutoField BigIntegerField BinaryField BooleanField CharField DateField DateTimeField "
        "DecimalField DurationField EmailField FloatField IntegerField PositiveIntegerField SlugField "
        "SmallIntegerField TextField TimeField URLField UUIDField",
        "fields.json": "JSONField",
        "fields.related": "ForeignKey ManyToManyField OneToOneField",
        "manager": "Manager",
        "query": "Prefetch QuerySet",
        "query_utils": "Q",
    },
    "django.views": {"generic": "View", "generic.base": "View"},
    "django.views.generic": {
        "base": "RedirectView TemplateView",
        "detail": "DetailView",
        "edit": "CreateView DeleteView FormView UpdateView",
        "list": "ListView",
    },
    "sqlalchemy": {
        "types": "BigInteger Boolean Date DateTime Enum Float Integer Interval JSON LargeBinary Numeric String Text "
        "TIMESTAMP Time Uuid",
        "schema": "Column ForeignKey Index Table",
        "sql": "and_ delete func insert not_ or_ select text update",
        "sql.expression": "and_ delete func insert not_ or_ select text update",
    },
    "sqlalchemy.orm": {"decl_api": "DeclarativeBase declarative_base declared_attr registry", "query": "Query"},
    "tenacity": {
        "asyncio": "AsyncRetrying",
        "stop": "stop_after_attempt stop_after_delay stop_never",
        "wait": "wait_chain wait_combine wait_exponential wait_exponential_jitter wait_fixed wait_none wait_random "
        "wait_random_exponential",
    },
}
"""What packages hand on: by package and module, the names under which the module's things are better known."""


_LATER_IN_TYPING = ("NoDefault", "ReadOnly", "TypeAliasType", "TypeIs", "is_protocol", "override")
"""What only later versions of Python have in `typing`."""


def _handed_on() -> dict[str, str]:
    table = {
        f"{package}.{module}.{name}": f"{package}.{name}"
        for package, modules in _HANDED_ON.items()
        for module, names in modules.items()
        for name in names.split()
    }
    known_as = list(table.items())
    table |= {old.replace("sqlalchemy.types", "sqlalchemy.sql.sqltypes"): new for old, new in known_as}
    models = {new for _, new in known_as if new.startswith("django.db.models.")}
    table |= {new.replace("django.db", "django.contrib.gis.db"): new for new in models}
    return table | {f"typing_extensions.{name}": f"typing.{name}" for name in (*typing.__all__, *_LATER_IN_TYPING)}


CANONICAL: dict[str, str] = {**_paths(), **_clients(), **_databases(), **_standard_library(), **_handed_on(), **CHAINED}
"""Symbol -> the one symbol that stands for it in every table."""

CALLABLE = "collections.abc.Callable"
"""What a function is said to be of which only its type shows; it holds what calls of it give."""
ELEMENT_CONTAINERS = frozenset(
    f"{module}.{name}"
    for module in ("typing", "collections.abc", "builtins", "collections")
    for name in (
        "list List set Set frozenset FrozenSet deque Deque Sequence MutableSequence Collection Iterable Iterator "
        "AsyncIterable AsyncIterator Generator AsyncGenerator AbstractSet MutableSet Container Reversible"
    ).split()
)
"""Annotations whose first parameter is what they hold."""

MAPPING_CONTAINERS = frozenset(
    f"{module}.{name}"
    for module in ("typing", "collections.abc", "builtins", "collections")
    for name in "dict Dict Mapping MutableMapping defaultdict DefaultDict OrderedDict ChainMap".split()
)
"""Annotations whose second parameter is what an item of them is."""

TRANSPARENT_GENERICS = frozenset(
    f"{module}.{name}"
    for module in ("typing", "typing_extensions", "collections.abc", "sqlalchemy.orm")
    for name in "Annotated Final ClassVar Required NotRequired ReadOnly Awaitable Optional Mapped".split()
)
"""Annotations that say of a value what their first parameter says."""


def is_builtin(name: str) -> bool:
    return name in BUILTIN_NAMES
