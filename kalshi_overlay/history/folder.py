"""Folders of Parquet files, of which each is there completely or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.runtime.model import Model
from kalshi_overlay.complete_file import locked, replace_file
from kalshi_overlay.errors import ClientStateError
from kalshi_overlay.frames import record_batch, schema_of
from kalshi_overlay.history.windows import Window

# What a file says about itself, among the metadata of its schema.
_KEY = b"kalshi.history"
_NAME = re.compile(r"(\d{8}T\d{6}(?:\.\d{6})?)Z-(\d{8}T\d{6}(?:\.\d{6})?)Z\.parquet")
_PARTIAL, _LOCK = ".partial", ".lock"


class Rows:
    """Rows that go to one file, as columns, which take less memory than models.

    Args:
        model: The class of the rows.
    """

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._batches: list[pa.RecordBatch] = []

    def take(self, rows: list[Any]) -> None:
        """Add rows."""
        self._batches.append(record_batch(rows, self._model))

    def table(self, sorted_by: str) -> pa.Table:
        """All rows, sorted by a column."""
        table = pa.Table.from_batches(self._batches, schema_of(self._model))
        return table.sort_by(sorted_by) if len(table) else table


class Folder:
    """The files of one kind of row.

    Args:
        path: The folder; it is made if it isn't there.
        says: What all of its files are about: the kind, the filters, the exchange.

    Raises:
        InvalidRequestError: It has files that are about something else.
        ClientStateError: Another save writes to it.
    """

    def __init__(self, path: Path, says: Mapping[str, Any]) -> None:
        self.path = path
        self._says = json.dumps(says, sort_keys=True, default=str)
        path.mkdir(parents=True, exist_ok=True)
        try:
            self._lock = locked(path / _LOCK)
        except BlockingIOError:
            raise ClientStateError(f"{path}: another save writes to it; wait for it, or give another folder") from None
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        """Remove what an interruption has left, and see what the files are about."""
        path = self.path
        for left in path.glob(f".*{_PARTIAL}"):
            left.unlink(missing_ok=True)
        for file in path.glob("*.parquet"):
            self._check(file)
            # It was checked before each of the others was written.
            break

    def close(self) -> None:
        """Let others save to it."""
        (self.path / _LOCK).unlink(missing_ok=True)
        self._lock.close()

    def done(self) -> list[Window]:
        """The windows that it has."""
        matches = (_NAME.fullmatch(file.name) for file in self.path.glob("*.parquet"))
        return [Window(*map(_moment, match.groups())) for match in matches if match]

    def write(self, name: str, table: pa.Table) -> None:
        """Write a file that appears at once, and lasts; one of that name is replaced."""
        table = table.replace_schema_metadata({_KEY: self._says.encode()})
        partial = self.path / f".{name}.{uuid4().hex}{_PARTIAL}"
        replace_file(self.path / name, partial, lambda file: pq.write_table(table, file, compression="zstd"))

    def _check(self, file: Path) -> None:
        try:
            found = (pq.read_schema(file).metadata or {}).get(_KEY, b"").decode()
        except (OSError, pa.ArrowException) as error:
            raise InvalidRequestError("to", f"{file} can't be read: {error}") from error
        if found != self._says:
            problem = f"{file} is about {found or 'something else'}, not {self._says}"
            raise InvalidRequestError("to", f"{problem}; give another folder")


def name_of(window: Window) -> str:
    """The name of the file of a window."""
    return "-".join(f"{moment:%Y%m%dT%H%M%S}{_fraction(moment)}Z" for moment in window) + ".parquet"


def _fraction(moment: datetime) -> str:
    return f".{moment.microsecond:06}" if moment.microsecond else ""


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%S.%f" if "." in text else "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
