"""Clocks: the zone of what they give, and the names of zones."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Zone: TypeAlias = Literal["utc", "naive-utc", "local", "naive", "unknown"]
"""What a time tells: UTC and that it is, UTC without saying so, a place's time and whose, a place's time without
saying whose, or what nobody can see."""


class Clock(NamedTuple):
    """What gives a time: its zone without a word, and where it is told another."""

    without: Zone
    position: int | None = None
    keyword: str = "tz"


CONVERSION = "datetime.datetime().astimezone"
CLOCKS: dict[str, Clock] = {
    "datetime.datetime.now": Clock("naive", 0),
    "datetime.datetime.fromtimestamp": Clock("naive", 1),
    "datetime.datetime.today": Clock("naive"),
    "datetime.datetime.utcnow": Clock("naive-utc"),
    "datetime.datetime.utcfromtimestamp": Clock("naive-utc"),
    "datetime.date.today": Clock("naive"),
    "datetime.date.fromtimestamp": Clock("naive"),
    CONVERSION: Clock("local", 0),
    "time.localtime": Clock("naive"),
    "time.ctime": Clock("naive"),
    "time.gmtime": Clock("utc"),
    "pandas.Timestamp.now": Clock("naive", 0),
    "pandas.Timestamp.today": Clock("naive", 0),
    "pandas.Timestamp.utcnow": Clock("utc"),
    "pendulum.now": Clock("local", 0),
    "pendulum.today": Clock("local", 0),
    "arrow.now": Clock("local", 0),
    "arrow.utcnow": Clock("utc"),
    "django.utils.timezone.now": Clock("utc"),
    "django.utils.timezone.localtime": Clock("local"),
    "django.utils.timezone.localdate": Clock("naive"),
}
FORMATTERS = {"time.strftime": 1, "time.asctime": 0}
"""What formats the local time unless it is given a time behind so many arguments."""

UTC = frozenset(
    {
        "datetime.UTC",
        "datetime.timezone.utc",
        "pytz.utc",
        "pytz.UTC",
        "dateutil.tz.UTC",
        "dateutil.tz.tzutc()",
        "dateutil.tz.tz.tzutc()",
        "pendulum.UTC",
        "pendulum.timezone.UTC",
        "django.utils.timezone.utc",
    }
)
LOCAL = frozenset({"dateutil.tz.tzlocal()", "tzlocal.get_localzone()", "pendulum.local_timezone()"})
ZONES_BY_NAME = frozenset(
    {
        "zoneinfo.ZoneInfo",
        "backports.zoneinfo.ZoneInfo",
        "pytz.timezone",
        "dateutil.tz.gettz",
        "pendulum.timezone",
    }
)
UTC_NAMES = frozenset({"utc", "etc/utc", "gmt", "etc/gmt", "zulu", "z", "uct", "universal", "etc/universal"})
