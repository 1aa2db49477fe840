"""Files that only their owner may read."""

from __future__ import annotations

import errno
import os
import stat
from os import PathLike
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from kalshi_overlay.complete_file import replace_file

# Opening a pipe would wait for its reader, and following a link could overwrite any file. Not every system has these.
_FLAGS = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_REASONS = {errno.ELOOP: "it is a symbolic link", errno.ENXIO: "it is not a regular file"}


def open_private(path: str | PathLike[str]) -> BinaryIO:
    """Open a file to write to that only its owner may read; one that exists is overwritten.

    Raises:
        OSError: The file can't be written, or is a link, a pipe or a device; its `strerror` says why.
    """
    try:
        return os.fdopen(_open(path), "wb")
    except OSError as error:
        code = error.errno or 0
        raise OSError(code, _REASONS.get(code, error.strerror), os.fspath(path)) from None


def replace_private(path: str | PathLike[str], content: bytes) -> None:
    """Write a file that only its owner may read; it is there complete, or as it was before.

    Raises:
        OSError: The file can't be written.
    """
    target = Path(path)
    part = target.with_name(f".{target.name}.{uuid4().hex}.part")
    replace_file(target, part, lambda file: file.write(content), open_private)


def _open(path: str | PathLike[str]) -> int:
    descriptor = os.open(path, _FLAGS, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.ENXIO, "")
        # A file that existed keeps its mode otherwise.
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o600)
        os.ftruncate(descriptor, 0)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
