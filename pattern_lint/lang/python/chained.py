"""What methods of third parties give that are called one on what the other gives: rows of Django, frames of data."""

from __future__ import annotations

import re

_MODELS = "django.db.models."
_NARROWING = (
    "all alias annotate defer distinct exclude filter only order_by prefetch_related reverse select_for_update "
    "select_related using"
).split()
"""Methods of managers and their querysets that give a queryset, of which the same can be asked."""
_GIVING_ROWS = r"a?(?:create|earliest|first|get|last|latest)|\*|\[\]"
_ROW = re.compile(rf"(?:Model\.objects|Manager\(\))(?:\.(?:{'|'.join(_NARROWING)})\(\))*\.(?:{_GIVING_ROWS})")
_SESSIONS = ("sqlalchemy.orm.Session()", "sqlalchemy.ext.asyncio.AsyncSession()")
TAKING_CLASSES = frozenset(
    (
        *(f"django.shortcuts.{name}" for name in ("get_object_or_404", "aget_object_or_404")),
        *(f"{session}.{name}" for session in _SESSIONS for name in ("get", "get_one")),
    )
)
"""What gives an instance of the class that it is given first."""

_PANDAS = "pandas.DataFrame()"
_OF_PANDAS = (
    "assign astype copy drop drop_duplicates dropna fillna head join melt merge query rename reset_index sample "
    "set_index sort_index sort_values tail"
).split()
_MAKING_PANDAS = "concat merge merge_asof read_csv read_excel read_json read_parquet read_sql read_sql_query".split()
_SPARK, _SESSION, _BUILDER = "pyspark.sql.DataFrame()", "pyspark.sql.SparkSession()", "pyspark.sql.SparkSession.builder"
_OF_SPARK = (
    "alias cache coalesce crossJoin distinct drop dropDuplicates dropna fillna filter join orderBy persist "
    "repartition select selectExpr sort union unionByName where withColumn withColumnRenamed"
).split()
"""All but `limit`: what that gives is no longer of any size."""
_GROUPED = "agg avg count max mean min sum".split()
_READ_BY_SPARK = "csv jdbc json load orc parquet table text".split()


def is_row(symbol: str) -> bool:
    """Whether a method of a manager or queryset of Django gives a row of the model, or an element of it is one."""
    return symbol.startswith(_MODELS) and _ROW.fullmatch(symbol, len(_MODELS)) is not None


def _frames() -> dict[str, str]:
    table = {f"{_PANDAS}.{name}()": _PANDAS for name in _OF_PANDAS}
    table |= {f"pandas.{name}()": _PANDAS for name in _MAKING_PANDAS}
    table |= {f"{_SPARK}.{name}()": _SPARK for name in _OF_SPARK}
    table |= {f"{_SPARK}.{group}().{name}()": _SPARK for group in ("groupBy", "groupby") for name in _GROUPED}
    table |= {f"{_SESSION}.read.{name}()": _SPARK for name in _READ_BY_SPARK}
    table |= {f"{_SESSION}.{name}()": _SPARK for name in ("createDataFrame", "range", "sql", "table")}
    table |= {f"{_BUILDER}.{name}()": _BUILDER for name in ("appName", "config", "enableHiveSupport", "master")}
    return table | {f"{_BUILDER}.getOrCreate()": _SESSION}


CHAINED: dict[str, str] = _frames()
"""The value of a call of such a method -> what it is, by the one symbol that stands for it."""
