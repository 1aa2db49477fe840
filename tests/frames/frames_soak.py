"""Every model and message of every spec as a frame, with its rows read back by pyarrow, polars, pandas and DuckDB.

python -m tests.frames.frames_soak [every how-manieth model goes to all four] [rows before the late one]

Each table has rows without optional fields and then one with all fields, and each model's is made empty as well.
"""

from __future__ import annotations

import sys
from random import Random
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from kalshi_overlay.frames import frame

from .oracle import MODELS, arrow_fields, duckdb_type, model_with, polars_type, read_back, row_of

SIZES: dict[str, list[str]] = {"small": ["40", "1"], "middle": ["5", "3"], "full": ["1", "600"]}

# Nobody makes a frame of commands, whose lists have one number; and a table without columns has no rows.
LEFT_OUT = {
    name for name, model in MODELS.items() if name.endswith(("Command", "CommandParams")) or not model.__struct_fields__
}


def check(model: Any, items: list[Any], database: duckdb.DuckDBPyConnection | None) -> None:
    """Check the frame of some models: types and values.

    Args:
        model: Their class.
        items: The models.
        database: Where DuckDB reads it, and polars and pandas read it too; None to leave these out.

    Raises:
        AssertionError: A type or a value is another.
    """
    table = frame(items, model)
    types = arrow_fields(model)
    constants = [name for name in table.schema.names if name not in types]
    assert {name: table.schema.field(name).type for name in types} == types
    for name in constants:
        assert table[name].to_pylist() == [getattr(model, name)] * len(items)
    rows = [row_of(item) for item in items]
    _same(table.to_pylist(), rows, table.schema, "pyarrow")
    if database is not None:
        _check_polars(table, rows)
        _check_pandas(table, rows)
        _check_duckdb(table, rows, database)


def _same(found: list[dict[str, Any]], rows: list[dict[str, Any]], schema: pa.Schema, reader: str) -> None:
    assert len(found) == len(rows), reader
    for number, (got, row) in enumerate(zip(found, rows, strict=True)):
        for name, was in row.items():
            value = read_back(got[name], schema.field(name).type, was)
            assert value == was, (reader, number, name, value, was)


def _check_polars(table: pa.Table, rows: list[dict[str, Any]]) -> None:
    made = pl.DataFrame(table)
    assert dict(made.schema) == {field.name: polars_type(field.type) for field in table.schema}
    _same(made.to_dicts(), rows, table.schema, "polars")


def _check_pandas(table: pa.Table, rows: list[dict[str, Any]]) -> None:
    exact = table.to_pandas(types_mapper=pd.ArrowDtype)
    assert {name: kind.pyarrow_dtype for name, kind in exact.dtypes.items()} == {
        field.name: field.type for field in table.schema
    }
    found = [{name: exact[name].array._pa_array[at].as_py() for name in exact} for at in range(len(exact))]
    _same(found, rows, table.schema, "pandas")
    taken = pd.DataFrame.from_arrow(table)
    assert (list(taken.columns), len(taken)) == (table.schema.names, len(rows))


def _check_duckdb(table: pa.Table, rows: list[dict[str, Any]], database: duckdb.DuckDBPyConnection) -> None:
    database.register("made", table)
    result = database.sql("SELECT * FROM made")
    types = [str(kind).replace('"', "") for kind in result.types]
    assert types == [duckdb_type(field.type) for field in table.schema]
    # As rows, DuckDB gives times only if it finds another package for their zones.
    _same(pa.table(result).to_pylist(), rows, table.schema, "DuckDB")


def main(arguments: list[str]) -> int:
    """Print how many models were made into frames, and how many of them were read by all four."""
    step, before = map(int, arguments)
    names = [name for name in MODELS if name not in LEFT_OUT]
    with duckdb.connect(config={"threads": 1}) as database:
        for number, name in enumerate(names):
            model, chance = MODELS[name], Random(number)
            reader = None if number % step else database
            bare, full = (model_with(model, chance, is_full=is_full) for is_full in (False, True))
            check(model, [*[bare] * before, full], reader)
            check(model, [], reader)
            for item in (bare, full):
                assert list(item.as_dict(native=True)) == frame([item]).schema.names
    everywhere = len(range(0, len(names), step))
    print(
        f"{len(names)} models, empty and with {before + 1} rows; {everywhere} of them in polars, pandas and DuckDB too"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
