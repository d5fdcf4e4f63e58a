"""The exception classes of the standard library and of libraries in wide use, and what they derive from.

A tree holds, by base, the names that derive from it; a base without a dot is a class of the same tree. The first
module of a tree spells its classes; the others export the same classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Tree(NamedTuple):
    """The exceptions of one library, and the modules that export them."""

    modules: tuple[str, ...]
    children: Mapping[str, str]


_EXCEPTION = "builtins.Exception"
_DBAPI: Final[Mapping[str, str]] = {
    "Error": "DatabaseError InterfaceError",
    "DatabaseError": "DataError IntegrityError InternalError NotSupportedError OperationalError ProgrammingError",
}


def _single(module: str, base: str, names: str) -> Tree:
    return Tree((module,), {base: names})


STANDARD: Final[tuple[Tree, ...]] = (
    Tree(
        ("asyncio", "asyncio.exceptions", "asyncio.queues"),
        {
            "builtins.BaseException": "CancelledError",
            _EXCEPTION: "InvalidStateError LimitOverrunError QueueEmpty QueueFull QueueShutDown",
            "builtins.EOFError": "IncompleteReadError",
            "builtins.RuntimeError": "BrokenBarrierError SendfileNotAvailableError",
        },
    ),
    Tree(
        ("concurrent.futures", "concurrent.futures._base", "concurrent.futures.process"),
        {_EXCEPTION: "Error", "Error": "CancelledError InvalidStateError", "builtins.RuntimeError": "BrokenExecutor"},
    ),
    _single("concurrent.futures.process", "concurrent.futures.BrokenExecutor", "BrokenProcessPool"),
    _single("concurrent.futures.thread", "concurrent.futures.BrokenExecutor", "BrokenThreadPool"),
    Tree(
        ("multiprocessing", "multiprocessing.context"),
        {_EXCEPTION: "ProcessError", "ProcessError": "AuthenticationError BufferTooShort TimeoutError"},
    ),
    Tree(("queue", "_queue"), {_EXCEPTION: "Empty Full ShutDown"}),
    Tree(("json", "json.decoder"), {"builtins.ValueError": "JSONDecodeError"}),
    Tree(("pickle", "_pickle"), {_EXCEPTION: "PickleError", "PickleError": "PicklingError UnpicklingError"}),
    Tree(("csv", "_csv"), {_EXCEPTION: "Error"}),
    Tree(("sqlite3", "sqlite3.dbapi2", "aiosqlite"), {_EXCEPTION: "Error Warning", **_DBAPI}),
    Tree(
        ("subprocess", "asyncio.subprocess"),
        {_EXCEPTION: "SubprocessError", "SubprocessError": "CalledProcessError TimeoutExpired"},
    ),
    Tree(("socket",), {"builtins.OSError": "gaierror herror"}),
    Tree(
        ("ssl",),
        {
            "builtins.OSError": "SSLError",
            "SSLError": "SSLCertVerificationError SSLEOFError SSLSyscallError SSLWantReadError SSLWantWriteError "
            "SSLZeroReturnError",
            "builtins.ValueError": "SSLCertVerificationError",
            "SSLCertVerificationError": "CertificateError",
        },
    ),
    Tree(("urllib.error",), {"builtins.OSError": "URLError", "URLError": "ContentTooShortError HTTPError"}),
    Tree(
        ("http.client",),
        {
            _EXCEPTION: "HTTPException",
            "HTTPException": "BadStatusLine ImproperConnectionState IncompleteRead InvalidURL LineTooLong "
            "NotConnected UnimplementedFileMode UnknownProtocol UnknownTransferEncoding",
            "ImproperConnectionState": "CannotSendHeader CannotSendRequest ResponseNotReady",
            "BadStatusLine": "RemoteDisconnected",
            "builtins.ConnectionResetError": "RemoteDisconnected",
        },
    ),
    Tree(
        ("smtplib",),
        {
            "builtins.OSError": "SMTPException",
            "SMTPException": "SMTPNotSupportedError SMTPRecipientsRefused SMTPResponseException SMTPServerDisconnected",
            "SMTPResponseException": "SMTPAuthenticationError SMTPConnectError SMTPDataError SMTPHeloError "
            "SMTPSenderRefused",
        },
    ),
    Tree(("ftplib",), {_EXCEPTION: "Error", "Error": "error_perm error_proto error_reply error_temp"}),
    Tree(("imaplib.IMAP4", "imaplib.IMAP4_SSL"), {_EXCEPTION: "error", "error": "abort", "abort": "readonly"}),
    _single("poplib", _EXCEPTION, "error_proto"),
    Tree(("xmlrpc.client",), {_EXCEPTION: "Error", "Error": "Fault ProtocolError ResponseError"}),
    Tree(
        ("configparser",),
        {
            _EXCEPTION: "Error",
            "Error": "DuplicateOptionError DuplicateSectionError InterpolationError NoOptionError NoSectionError "
            "ParsingError",
            "InterpolationError": "InterpolationDepthError InterpolationMissingOptionError InterpolationSyntaxError",
            "ParsingError": "MissingSectionHeaderError MultilineContinuationError UnnamedSectionDisabledError",
        },
    ),
    Tree(
        ("decimal",),
        {
            "builtins.ArithmeticError": "DecimalException",
            "DecimalException": "Clamped DivisionByZero FloatOperation Inexact InvalidOperation Rounded Subnormal",
            "InvalidOperation": "ConversionSyntax DivisionImpossible DivisionUndefined InvalidContext",
            "builtins.ZeroDivisionError": "DivisionByZero DivisionUndefined",
            "builtins.TypeError": "FloatOperation",
            "Inexact": "Overflow Underflow",
            "Rounded": "Overflow Underflow",
            "Subnormal": "Underflow",
        },
    ),
    Tree(
        ("shutil",),
        {
            "builtins.OSError": "Error ExecError ReadError SpecialFileError",
            "Error": "SameFileError",
            _EXCEPTION: "RegistryError",
        },
    ),
    Tree(
        ("tarfile",),
        {
            _EXCEPTION: "TarError",
            "TarError": "CompressionError ExtractError FilterError HeaderError ReadError StreamError",
            "FilterError": "AbsoluteLinkError AbsolutePathError LinkOutsideDestinationError "
            "OutsideDestinationError SpecialFileError",
        },
    ),
    _single("zipfile", _EXCEPTION, "BadZipFile LargeZipFile"),
    _single("gzip", "builtins.OSError", "BadGzipFile"),
    _single("lzma", _EXCEPTION, "LZMAError"),
    _single("zlib", _EXCEPTION, "error"),
    _single("struct", _EXCEPTION, "error"),
    _single("re", _EXCEPTION, "error PatternError"),
    _single("locale", _EXCEPTION, "Error"),
    _single("copy", _EXCEPTION, "Error"),
    _single("netrc", _EXCEPTION, "NetrcParseError"),
    _single("webbrowser", _EXCEPTION, "Error"),
    _single("argparse", _EXCEPTION, "ArgumentError ArgumentTypeError"),
    _single("tokenize", _EXCEPTION, "TokenError"),
    Tree(("binascii",), {"builtins.ValueError": "Error", _EXCEPTION: "Incomplete"}),
    _single("tomllib", "builtins.ValueError", "TOMLDecodeError"),
    _single("statistics", "builtins.ValueError", "StatisticsError"),
    _single("ipaddress", "builtins.ValueError", "AddressValueError NetmaskValueError"),
    _single("plistlib", "builtins.ValueError", "InvalidFileException"),
    _single("zoneinfo", "builtins.KeyError", "ZoneInfoNotFoundError"),
    _single("dataclasses", "builtins.AttributeError", "FrozenInstanceError"),
    _single("threading", "builtins.RuntimeError", "BrokenBarrierError"),
    _single("importlib.metadata", "builtins.ModuleNotFoundError", "PackageNotFoundError"),
    Tree(("unittest", "unittest.case"), {_EXCEPTION: "SkipTest"}),
    _single("xml.etree.ElementTree", "builtins.SyntaxError", "ParseError"),
    _single("xml.parsers.expat", _EXCEPTION, "ExpatError"),
    Tree(
        ("xml.sax", "xml.sax._exceptions"),
        {_EXCEPTION: "SAXException", "SAXException": "SAXNotRecognizedException SAXParseException"},
    ),
    Tree(
        ("email.errors",),
        {
            _EXCEPTION: "MessageError",
            "MessageError": "CharsetError MessageParseError MultipartConversionError",
            "MessageParseError": "BoundaryError HeaderParseError",
            "builtins.TypeError": "MultipartConversionError",
        },
    ),
)

DBAPI: Final[Mapping[str, str]] = _DBAPI
