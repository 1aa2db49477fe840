"""The files of a channel: the newest one grows, so that there are few."""

from __future__ import annotations

import itertools
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from kalshi_overlay.recording.folder import Folder, path_of

MOST_BYTES: Final = 32 << 20
"""How large a file may grow, as Arrow has it in memory: 150,000 rows of order book changes, some 3 MB of Parquet."""
_HOUR: Final = 3_600_000_000


class GrowingFile:
    """The newest file of a channel.

    New rows are written by writing all of the file again, in place of the one before. So there is no moment in which a
    reader finds rows twice, or not at all, as there would be if many small files became a large one later.

    Args:
        folder: Where it is.
        channel: The channel.
    """

    def __init__(self, folder: Folder, channel: str) -> None:
        self._folder = folder
        self._channel = channel
        self._hour = -1
        self._path = ""
        self._batches: list[pa.RecordBatch] = []

    def write(self, batches: list[pa.RecordBatch]) -> None:
        """Write batches, each of one hour.

        Args:
            batches: They are taken out of this list once they are written, also if what comes behind them can't be.

        Raises:
            OSError: They can't be written; the storage may raise others.
        """
        while batches:
            count = next(
                (at for at, each in enumerate(batches) if _hour_of(each) != _hour_of(batches[0])), len(batches)
            )
            # What has waited for long becomes several files.
            sizes = itertools.accumulate(each.nbytes for each in batches[:count])
            count = next((at for at, size in enumerate(sizes, 1) if size >= MOST_BYTES), count)
            self._extend(batches[:count])
            del batches[:count]

    def _extend(self, batches: list[pa.RecordBatch]) -> None:
        """Write batches of one hour."""
        first, hour = batches[0], _hour_of(batches[0])
        kept = self._batches
        if hour != self._hour or sum(each.nbytes for each in kept) >= MOST_BYTES:
            path = path_of(self._channel, first["number"][0].as_py(), _time_of(first))
            kept = []
        else:
            path = self._path
        table = pa.Table.from_batches([*kept, *batches]).combine_chunks()
        self._folder.write(path, parquet(table))
        self._path, self._hour, self._batches = path, hour, table.to_batches()


def parquet(table: pa.Table) -> Any:
    """The bytes of a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return memoryview(sink.getvalue())


def _time_of(batch: pa.RecordBatch) -> int:
    microseconds: int = batch["recorded_at"][0].value
    return microseconds


def _hour_of(batch: pa.RecordBatch) -> int:
    return _time_of(batch) // _HOUR
