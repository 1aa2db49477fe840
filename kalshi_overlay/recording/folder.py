"""The folder of a recording, on this machine or in an object store: its files appear complete, or not at all."""

from __future__ import annotations

import itertools
import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import fsspec
from attrs import frozen
from fsspec.implementations.local import LocalFileSystem

from kalshi_overlay.complete_file import locked, replace_file
from kalshi_overlay.errors import KalshiConfigError

RUNS: Final = "recorder"
"""What stands for a channel in the paths of the files that say when a recorder has run."""
_PATH: Final = re.compile(r"channel=([^/]+)/date=(\d{4}-\d\d-\d\d)/hour=(\d\d)/(\d+)\.parquet$")


@frozen(order=True)
class StoredFile:
    """A file of a recording.

    Attributes:
        first: The number of its first row.
        channel: The channel of its rows.
        path: Its path in the folder.
        hour: The beginning of the hour that it is of.
    """

    first: int
    channel: str
    path: str
    hour: datetime


def path_of(channel: str, first: int, microseconds: int) -> str:
    """The path of a file, by its channel, its first number, and a time in the hour that it is of."""
    hour = datetime.fromtimestamp(microseconds // 1_000_000, UTC)
    return f"channel={channel}/date={hour:%Y-%m-%d}/hour={hour:%H}/{first}.parquet"


class Folder:
    """A folder on this machine, or what fsspec has for a URL such as `s3://bucket/data`.

    Args:
        to: The folder's path or URL.
    """

    def __init__(self, to: str | os.PathLike[str]) -> None:
        self.name = os.fspath(to)
        try:
            self._files, self._root = fsspec.core.url_to_fs(self.name)
        except (ValueError, ImportError) as error:
            raise KalshiConfigError(f"{self.name} can't be reached: {error}") from None
        self._is_local = isinstance(self._files, LocalFileSystem)
        self._lock: BinaryIO | None = None

    def open_to_write(self) -> None:
        """Make the folder, and keep other recorders away from it where that is possible.

        Raises:
            KalshiConfigError: It can't be made, or another recorder writes to it.
        """
        try:
            self._files.makedirs(self._root, exist_ok=True)
            if self._is_local:
                self._unfinished = _unfinished_of(Path(self._root))
                self._unfinished.mkdir(exist_ok=True)
                self._lock = locked(self._unfinished / "lock")
                for left in self._unfinished.glob("*.part"):
                    left.unlink()
        except BlockingIOError:
            raise KalshiConfigError(f"{self.name}: another recorder writes to it") from None
        except Exception as error:
            raise KalshiConfigError(f"{self.name} can't be written ({error})") from None

    def close(self) -> None:
        """Let other recorders write to it."""
        if self._lock is not None:
            with suppress(OSError):
                (self._unfinished / "lock").unlink()
                self._unfinished.rmdir()
            self._lock.close()

    def write(self, path: str, content: Any) -> None:
        """Write a file, in place of the one that there is; a reader sees this one or that one.

        Raises:
            OSError: It can't be written. The storage of a URL may raise others.
        """
        if not self._is_local:
            self._files.pipe_file(f"{self._root}/{path}", bytes(content))
            return
        file, unfinished = Path(self._root, path), self._unfinished / f"{next(_numbers)}.part"
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, unfinished, lambda writing: writing.write(content))

    def files(self) -> list[StoredFile]:
        """The files of a recording, by their first numbers."""
        # Stores keep lists that they have read before.
        self._files.invalidate_cache()
        if not self._files.isdir(self._root):
            return []
        paths = (path.removeprefix(self._root).lstrip("/") for path in self._files.find(self._root))
        found = ((path, match) for path in paths if (match := _PATH.match(path)))
        return sorted(
            StoredFile(int(match[4]), match[1], path, datetime.fromisoformat(f"{match[2]}T{match[3]}:00+00:00"))
            for path, match in found
        )

    def open(self, path: str) -> Any:
        """Open a file to read."""
        return self._files.open(f"{self._root}/{path}", "rb")


_numbers = itertools.count()


def _unfinished_of(root: Path) -> Path:
    """Where files are that are not complete: beside the folder, since some readers take every file in it."""
    beside = root.resolve().parent
    is_possible = beside.stat().st_dev == root.stat().st_dev and os.access(beside, os.W_OK)
    return beside / f".{root.resolve().name}.unfinished" if is_possible else root / ".unfinished"
