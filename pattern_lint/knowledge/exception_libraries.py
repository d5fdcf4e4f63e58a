"""The exception classes of third-party libraries in wide use, as trees."""

from __future__ import annotations

from typing import Final

from .exception_databases import DATABASES
from .exception_trees import Tree

_EXCEPTION = "builtins.Exception"

_API_STATUS = (
    "AuthenticationError BadRequestError ConflictError InternalServerError NotFoundError PermissionDeniedError "
    "RateLimitError UnprocessableEntityError"
)


def _api_client(library: str, root: str) -> Tree:
    return Tree(
        (library, f"{library}._exceptions"),
        {
            _EXCEPTION: root,
            root: "APIError",
            "APIError": "APIConnectionError APIResponseValidationError APIStatusError",
            "APIConnectionError": "APITimeoutError",
            "APIStatusError": _API_STATUS,
        },
    )


_HTTP: tuple[Tree, ...] = (
    Tree(
        ("requests.exceptions", "requests"),
        {
            "builtins.OSError": "RequestException",
            "RequestException": "ChunkedEncodingError ConnectionError ContentDecodingError HTTPError InvalidHeader "
            "InvalidJSONError InvalidSchema InvalidURL MissingSchema RetryError StreamConsumedError Timeout "
            "TooManyRedirects URLRequired UnrewindableBodyError",
            "ConnectionError": "ConnectTimeout ProxyError SSLError",
            "Timeout": "ConnectTimeout ReadTimeout",
            "InvalidURL": "InvalidProxyURL",
            "InvalidJSONError": "JSONDecodeError",
            "json.JSONDecodeError": "JSONDecodeError",
            "builtins.ValueError": "InvalidHeader InvalidSchema InvalidURL MissingSchema",
            "builtins.TypeError": "StreamConsumedError",
            "urllib3.exceptions.HTTPError": "ContentDecodingError",
        },
    ),
    Tree(
        ("httpx", "httpx._exceptions"),
        {
            _EXCEPTION: "CookieConflict HTTPError InvalidURL",
            "HTTPError": "HTTPStatusError RequestError",
            "RequestError": "DecodingError TooManyRedirects TransportError",
            "TransportError": "NetworkError ProtocolError ProxyError TimeoutException UnsupportedProtocol",
            "NetworkError": "CloseError ConnectError ReadError WriteError",
            "ProtocolError": "LocalProtocolError RemoteProtocolError",
            "TimeoutException": "ConnectTimeout PoolTimeout ReadTimeout WriteTimeout",
            "builtins.RuntimeError": "StreamError",
            "StreamError": "RequestNotRead ResponseNotRead StreamClosed StreamConsumed",
        },
    ),
    Tree(
        ("aiohttp", "aiohttp.client_exceptions", "aiohttp.client"),
        {
            _EXCEPTION: "ClientError WebSocketError",
            "ClientError": "ClientConnectionError ClientPayloadError ClientResponseError InvalidURL",
            "ClientResponseError": "ClientHttpProxyError ContentTypeError TooManyRedirects WSServerHandshakeError",
            "ClientConnectionError": "ClientConnectionResetError ClientOSError ServerConnectionError",
            "ClientOSError": "ClientConnectorError",
            "ClientConnectorError": "ClientConnectorDNSError ClientProxyConnectionError ClientSSLError",
            "ClientSSLError": "ClientConnectorCertificateError ClientConnectorSSLError",
            "ServerConnectionError": "ServerDisconnectedError ServerFingerprintMismatch ServerTimeoutError",
            "ServerTimeoutError": "ConnectionTimeoutError SocketTimeoutError",
            "builtins.OSError": "ClientOSError",
            "builtins.TimeoutError": "ServerTimeoutError",
            "builtins.ConnectionResetError": "ClientConnectionResetError",
            "builtins.ValueError": "InvalidURL",
            "ssl.SSLError": "ClientConnectorSSLError",
            "ssl.SSLCertVerificationError": "ClientConnectorCertificateError",
        },
    ),
    Tree(
        ("urllib3.exceptions",),
        {
            _EXCEPTION: "HTTPError",
            "HTTPError": "DecodeError HeaderParsingError IncompleteRead InvalidHeader LocationValueError "
            "NewConnectionError PoolError ProtocolError ProxyError ResponseError SSLError TimeoutError",
            "PoolError": "ClosedPoolError EmptyPoolError FullPoolError RequestError",
            "RequestError": "HostChangedError MaxRetryError ReadTimeoutError",
            "TimeoutError": "ConnectTimeoutError ReadTimeoutError",
            "ConnectTimeoutError": "NewConnectionError",
            "NewConnectionError": "NameResolutionError",
            "LocationValueError": "LocationParseError URLSchemeUnknown",
            "builtins.ValueError": "LocationValueError",
        },
    ),
    Tree(
        ("websockets.exceptions", "websockets"),
        {
            _EXCEPTION: "WebSocketException",
            "WebSocketException": "ConcurrencyError ConnectionClosed InvalidHandshake InvalidState InvalidURI "
            "PayloadTooBig ProtocolError",
            "ConnectionClosed": "ConnectionClosedError ConnectionClosedOK",
            "InvalidHandshake": "InvalidHeader InvalidMessage InvalidStatus InvalidStatusCode NegotiationError",
        },
    ),
    Tree(
        ("grpc", "grpc.aio"),
        {_EXCEPTION: "FutureCancelledError FutureTimeoutError RpcError", "RpcError": "AioRpcError"},
    ),
    Tree(
        ("paramiko", "paramiko.ssh_exception"),
        {
            _EXCEPTION: "SSHException",
            "SSHException": "AuthenticationException BadHostKeyException ChannelException ProxyCommandFailure",
            "AuthenticationException": "BadAuthenticationType PartialAuthentication PasswordRequiredException",
            "builtins.OSError": "NoValidConnectionsError",
        },
    ),
    Tree(
        ("botocore.exceptions", "boto3.exceptions"),
        {
            _EXCEPTION: "BotoCoreError ClientError",
            "BotoCoreError": "ChecksumError ConfigNotFound ConnectionError CredentialRetrievalError "
            "DataNotFoundError HTTPClientError IncompleteReadError NoCredentialsError PaginationError "
            "ParamValidationError PartialCredentialsError ProfileNotFound ValidationError WaiterError",
            "ConnectionError": "ConnectTimeoutError EndpointConnectionError ProxyConnectionError SSLError",
            "HTTPClientError": "ConnectionClosedError ReadTimeoutError ResponseStreamingError",
            "ClientError": "EventStreamError",
        },
    ),
    Tree(
        ("aiokafka.errors", "kafka.errors", "aiokafka", "kafka"),
        {
            "builtins.RuntimeError": "KafkaError",
            "KafkaError": "BrokerResponseError CommitFailedError IllegalStateError KafkaConnectionError "
            "KafkaTimeoutError KafkaUnavailableError NoBrokersAvailable NodeNotReadyError ProducerClosed "
            "ProducerFenced",
        },
    ),
    Tree(("confluent_kafka", "confluent_kafka.cimpl"), {_EXCEPTION: "KafkaException"}),
    Tree(
        ("pika.exceptions",),
        {
            _EXCEPTION: "AMQPError",
            "AMQPError": "AMQPChannelError AMQPConnectionError",
            "AMQPConnectionError": "ConnectionClosed StreamLostError",
            "AMQPChannelError": "ChannelClosed",
        },
    ),
    Tree(
        ("kiteconnect.exceptions",),
        {
            _EXCEPTION: "KiteException",
            "KiteException": "DataException GeneralException InputException NetworkException OrderException "
            "PermissionException TokenException",
        },
    ),
    Tree(("binance.exceptions",), {_EXCEPTION: "BinanceAPIException BinanceOrderException BinanceRequestException"}),
    Tree(
        ("ccxt", "ccxt.async_support", "ccxt.pro", "ccxt.base.errors"),
        {
            _EXCEPTION: "BaseError",
            "BaseError": "ExchangeError OperationFailed",
            "ExchangeError": "ArgumentsRequired AuthenticationError BadRequest InsufficientFunds InvalidAddress "
            "InvalidOrder NotSupported OperationRejected",
            "AuthenticationError": "AccountSuspended PermissionDenied",
            "BadRequest": "BadSymbol",
            "InvalidOrder": "DuplicateOrderId OrderImmediatelyFillable OrderNotFillable OrderNotFound",
            "OperationFailed": "BadResponse NetworkError",
            "NetworkError": "DDoSProtection ExchangeNotAvailable InvalidNonce RateLimitExceeded RequestTimeout",
            "ExchangeNotAvailable": "OnMaintenance",
        },
    ),
    Tree(
        ("claude_agent_sdk", "claude_agent_sdk._errors", "claude_code_sdk"),
        {
            _EXCEPTION: "ClaudeSDKError",
            "ClaudeSDKError": "CLIConnectionError CLIJSONDecodeError MessageParseError ProcessError",
            "CLIConnectionError": "CLINotFoundError",
        },
    ),
    _api_client("openai", "OpenAIError"),
    _api_client("anthropic", "AnthropicError"),
)

_OTHERS: tuple[Tree, ...] = (
    Tree(
        ("pydantic", "pydantic_core", "pydantic.error_wrappers", "pydantic_core._pydantic_core"),
        {"builtins.ValueError": "PydanticCustomError ValidationError", _EXCEPTION: "PydanticOmit SchemaError"},
    ),
    Tree(
        ("starlette.exceptions",),
        {_EXCEPTION: "HTTPException WebSocketException"},
    ),
    Tree(("starlette.websockets", "fastapi", "fastapi.websockets"), {_EXCEPTION: "WebSocketDisconnect"}),
    Tree(
        ("fastapi.exceptions", "fastapi"),
        {
            "starlette.exceptions.HTTPException": "HTTPException",
            "starlette.exceptions.WebSocketException": "WebSocketException",
            _EXCEPTION: "ValidationException",
            "ValidationException": "RequestValidationError ResponseValidationError WebSocketRequestValidationError",
            "builtins.RuntimeError": "FastAPIError",
        },
    ),
    Tree(
        ("jwt", "jwt.exceptions"),
        {
            _EXCEPTION: "PyJWTError",
            "PyJWTError": "InvalidKeyError InvalidTokenError PyJWKClientError PyJWKError",
            "InvalidTokenError": "DecodeError ExpiredSignatureError ImmatureSignatureError InvalidAlgorithmError "
            "InvalidAudienceError InvalidIssuedAtError InvalidIssuerError MissingRequiredClaimError",
            "DecodeError": "InvalidSignatureError",
        },
    ),
    Tree(
        ("click", "click.exceptions"),
        {
            "builtins.RuntimeError": "Abort Exit",
            _EXCEPTION: "ClickException",
            "ClickException": "FileError UsageError",
            "UsageError": "BadArgumentUsage BadOptionUsage BadParameter NoSuchOption",
            "BadParameter": "MissingParameter",
        },
    ),
    Tree(
        ("django.core.exceptions",),
        {
            _EXCEPTION: "FieldError ImproperlyConfigured MultipleObjectsReturned ObjectDoesNotExist "
            "PermissionDenied SuspiciousOperation ValidationError",
            "SuspiciousOperation": "DisallowedHost SuspiciousFileOperation",
        },
    ),
    Tree(("tenacity",), {_EXCEPTION: "RetryError TryAgain"}),
    Tree(
        ("marshmallow", "marshmallow.exceptions"),
        {_EXCEPTION: "MarshmallowError", "MarshmallowError": "ValidationError"},
    ),
    Tree(
        ("jsonschema", "jsonschema.exceptions"),
        {_EXCEPTION: "SchemaError ValidationError"},
    ),
    Tree(
        ("yaml", "yaml.error", "yaml.scanner", "yaml.parser"),
        {
            _EXCEPTION: "YAMLError",
            "YAMLError": "MarkedYAMLError",
            "MarkedYAMLError": "ParserError ScannerError",
        },
    ),
    Tree(
        ("jinja2", "jinja2.exceptions"),
        {
            _EXCEPTION: "TemplateError",
            "TemplateError": "TemplateNotFound TemplateRuntimeError TemplateSyntaxError",
            "builtins.LookupError": "TemplateNotFound",
            "builtins.OSError": "TemplateNotFound",
            "TemplateRuntimeError": "UndefinedError",
        },
    ),
    Tree(("tomli",), {"builtins.ValueError": "TOMLDecodeError"}),
    Tree(("orjson",), {"json.JSONDecodeError": "JSONDecodeError", "builtins.TypeError": "JSONEncodeError"}),
    Tree(
        ("cryptography.fernet", "cryptography.exceptions"),
        {_EXCEPTION: "InvalidKey InvalidSignature InvalidTag InvalidToken"},
    ),
)

LIBRARIES: Final[tuple[Tree, ...]] = (*_HTTP, *DATABASES, *_OTHERS)
