"""Files that appear complete or not at all, and survive a crash of the machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


def _created(path: Path) -> BinaryIO:
    return path.open("wb")


def replace_file(
    path: Path, part: Path, write: Callable[[BinaryIO], object], created: Callable[[Path], BinaryIO] = _created
) -> None:
    """Write a file in place of the one that there is; a reader sees this one or that one.

    Args:
        path: The file.
        part: Where it is while it isn't complete, on the same disk.
        write: Writes its content.
        created: Creates it.

    Raises:
        OSError: It can't be written; the file is as it was.
    """
    try:
        with created(part) as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    # So that the new name lasts, too. Not every system opens folders.
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def locked(path: Path) -> BinaryIO:
    """A file that no other process has locked; raises BlockingIOError if one has."""
    file = path.open("wb")
    # Windows has no such locks.
    with suppress(ImportError):
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever had locked it may have removed it, and somebody else may have made another one.
            if _inode(path) != os.fstat(file.fileno()).st_ino:
                raise BlockingIOError
        except BaseException:
            file.close()
            raise
    return file


def _inode(path: Path) -> int | None:
    """What file is at a path; None if none is."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None
