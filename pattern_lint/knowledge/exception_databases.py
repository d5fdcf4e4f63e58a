"""The exception classes of databases and their drivers, as trees."""

from __future__ import annotations

from typing import Final

from .exception_trees import DBAPI, Tree

_EXCEPTION = "builtins.Exception"

DATABASES: Final[tuple[Tree, ...]] = (
    Tree(
        ("sqlalchemy.exc", "sqlalchemy.orm.exc"),
        {
            _EXCEPTION: "SQLAlchemyError",
            "SQLAlchemyError": "ArgumentError CircularDependencyError CompileError DetachedInstanceError "
            "DisconnectionError FlushError IdentifierError InvalidRequestError StaleDataError StatementError "
            "TimeoutError",
            "ArgumentError": "AmbiguousForeignKeysError NoForeignKeysError NoSuchModuleError ObjectNotExecutableError",
            "InvalidRequestError": "MissingGreenlet MultipleResultsFound NoInspectionAvailable NoReferenceError "
            "NoResultFound NoSuchColumnError NoSuchTableError ObjectDeletedError PendingRollbackError "
            "ResourceClosedError UnboundExecutionError UnmappedError",
            "UnmappedError": "UnmappedClassError UnmappedInstanceError",
            "NoReferenceError": "NoReferencedColumnError NoReferencedTableError",
            "StatementError": "DBAPIError",
            "DBAPIError": DBAPI["Error"],
            "DatabaseError": DBAPI["DatabaseError"],
            "DisconnectionError": "InvalidatePoolError",
            "CompileError": "UnsupportedCompilationError",
            "builtins.KeyError": "NoSuchColumnError",
        },
    ),
    Tree(
        ("redis.exceptions", "redis", "redis.asyncio", "aioredis", "aioredis.exceptions"),
        {
            _EXCEPTION: "RedisClusterException RedisError",
            "RedisError": "ClusterError ConnectionError DataError InvalidResponse LockError PubSubError "
            "ResponseError TimeoutError WatchError",
            "ConnectionError": "AuthenticationError AuthorizationError BusyLoadingError MaxConnectionsError",
            "ResponseError": "AskError ClusterDownError ExecAbortError ModuleError NoPermissionError NoScriptError "
            "OutOfMemoryError ReadOnlyError TryAgainError",
            "ClusterError": "ClusterDownError",
            "AskError": "MovedError",
            "LockError": "LockNotOwnedError",
            "builtins.ValueError": "LockError",
        },
    ),
    Tree(
        ("psycopg2", "psycopg2.extensions", "psycopg2.errors"),
        {
            _EXCEPTION: "Error Warning",
            **DBAPI,
            "OperationalError": "QueryCanceledError TransactionRollbackError LockNotAvailable",
            "TransactionRollbackError": "DeadlockDetected SerializationFailure",
            "IntegrityError": "CheckViolation ForeignKeyViolation NotNullViolation UniqueViolation",
            "ProgrammingError": "DuplicateTable UndefinedColumn UndefinedTable",
        },
    ),
    Tree(
        ("psycopg", "psycopg.errors"),
        {
            _EXCEPTION: "Error Rollback Warning",
            **DBAPI,
            "OperationalError": "DeadlockDetected LockNotAvailable QueryCanceled SerializationFailure",
            "IntegrityError": "CheckViolation ForeignKeyViolation NotNullViolation UniqueViolation",
            "ProgrammingError": "DuplicateTable UndefinedColumn UndefinedTable",
        },
    ),
    Tree(
        ("asyncpg", "asyncpg.exceptions"),
        {
            _EXCEPTION: "InterfaceError PostgresError",
            "PostgresError": "DataError IntegrityConstraintViolationError InvalidTransactionStateError "
            "ObjectNotInPrerequisiteStateError OperatorInterventionError PostgresConnectionError "
            "SyntaxOrAccessError TransactionRollbackError",
            "IntegrityConstraintViolationError": "CheckViolationError ExclusionViolationError "
            "ForeignKeyViolationError NotNullViolationError UniqueViolationError",
            "PostgresConnectionError": "ConnectionDoesNotExistError ConnectionFailureError "
            "ConnectionRejectionError ProtocolViolationError",
            "TransactionRollbackError": "DeadlockDetectedError SerializationError",
            "ObjectNotInPrerequisiteStateError": "LockNotAvailableError",
            "OperatorInterventionError": "AdminShutdownError CannotConnectNowError QueryCanceledError",
            "SyntaxOrAccessError": "DuplicateTableError UndefinedColumnError UndefinedTableError",
        },
    ),
    Tree(
        ("pymysql", "pymysql.err", "aiomysql"),
        {_EXCEPTION: "MySQLError", "MySQLError": "Error Warning", **DBAPI},
    ),
    Tree(("MySQLdb", "MySQLdb._exceptions"), {_EXCEPTION: "MySQLError", "MySQLError": "Error", **DBAPI}),
    Tree(("mysql.connector", "mysql.connector.errors"), {_EXCEPTION: "Error", **DBAPI}),
    Tree(("pyodbc",), {_EXCEPTION: "Error", **DBAPI}),
    Tree(
        ("pymongo.errors",),
        {
            _EXCEPTION: "PyMongoError",
            "PyMongoError": "ConfigurationError ConnectionFailure InvalidOperation OperationFailure",
            "ConnectionFailure": "AutoReconnect WaitQueueTimeoutError",
            "AutoReconnect": "NetworkTimeout NotPrimaryError ServerSelectionTimeoutError",
            "OperationFailure": "BulkWriteError CursorNotFound ExecutionTimeout WriteConcernError WriteError",
            "WriteError": "DuplicateKeyError",
        },
    ),
    Tree(("django.db.utils", "django.db"), {_EXCEPTION: "Error", **DBAPI}),
)
