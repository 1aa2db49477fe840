"""Validate parsed documents in a process of its own, within limits of time and memory.

A validator does what a document asks for: it compares every default with its schema, and follows every reference. So a
document could keep it busy for hours. `problem` asks a second process, which can be ended, and which this module is
when it is run with `python -m`.
"""

from __future__ import annotations

import atexit
import contextlib
import marshal
import os
import resource
import select
import struct
import subprocess
import sys
import time
from typing import IO, Any

from attrs import define, field

from scripts.documents import Document, with_place
from scripts.specs import ROOT, is_stream
from scripts.vendoring.normalise import NAME_MAPS

TIMEOUT = 20.0
MAXIMUM_MEMORY = 1024**3
_EVALUATED = ("default", "pattern", "patternProperties")
_LENGTH = struct.Struct(">Q")


class _EndedError(Exception):
    """The other process has ended, or was ended, before it answered."""


@define
class _Validator:
    """The process that validates; it starts with the first document and answers for one after the other."""

    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def ask(self, document: Document) -> str:
        """What is wrong with a document; empty for nothing."""
        if self._process is None or self._process.poll() is not None:
            self._start()
        try:
            return self._exchanged(marshal.dumps(document), time.monotonic() + TIMEOUT)
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # An interruption is this process's own; it ends the other one.
            start_new_session=True,
        )
        atexit.register(self.end)

    def _exchanged(self, request: bytes, deadline: float) -> str:
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(_LENGTH.pack(len(request)) + request)
            self._process.stdin.flush()
        answer = self._process.stdout.fileno()
        (length,) = _LENGTH.unpack(_read_by(deadline, answer, _LENGTH.size))
        return _read_by(deadline, answer, length).decode()


_VALIDATOR = _Validator()


def problem(document: Document) -> str:
    """What is wrong with a document, with its place; empty if it is a valid OpenAPI or AsyncAPI document.

    Args:
        document: A parsed document whose references all lead to its own parts.
    """
    try:
        return _VALIDATOR.ask(document)
    except _EndedError:
        return f"it can't be validated within {TIMEOUT:g} seconds and {MAXIMUM_MEMORY // 1024**2:,} MB (at the root)"


def _read_by(deadline: float, descriptor: int, length: int) -> bytes:
    content = b""
    while len(content) < length:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        chunk = os.read(descriptor, length - len(content)) if ready else b""
        if not chunk:
            raise _EndedError
        content += chunk
    return content


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    with contextlib.suppress(ValueError, OSError):  # not every system has this limit
        resource.setrlimit(resource.RLIMIT_AS, (MAXIMUM_MEMORY, MAXIMUM_MEMORY))
    while head := requests.read(_LENGTH.size):
        _limit_time()
        answer = _problem(marshal.loads(requests.read(*_LENGTH.unpack(head)))).encode()
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _limit_time() -> None:
    """End this process if a document takes too long and there is nobody left to end it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + TIMEOUT) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _problem(document: Document) -> str:
    # Imported here, because it takes as long as all the rest, and only this process needs it.
    from openapi_spec_validator import validate

    from scripts.vendoring import asyncapi

    kind = "AsyncAPI" if is_stream(document) else "OpenAPI"
    try:
        if is_stream(document):
            found = asyncapi.problem(document)
            return f"not a valid AsyncAPI document: {found}" if found else ""
        validate(_without_defaults(document))
    except Exception as error:  # the validator's own, or whatever a broken reference makes it stumble over
        reason = str(getattr(error, "message", error))
        return f"not a valid {kind} document: {with_place(reason, getattr(error, 'absolute_path', ()))}"
    return ""


def _without_defaults(node: Any, keys_are_names: bool = False) -> Any:
    """A document without what the validator would evaluate: each default by its schema and its regular expressions.

    That could take hours: a few schemas that contain each other twice, or a pattern such as `^(a+)+$`, are enough.
    """
    if isinstance(node, list):
        return [_without_defaults(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        # The default of a variable of a server is required, and has no schema.
        key: value if key == "variables" else _without_defaults(value, not keys_are_names and key in NAME_MAPS)
        for key, value in node.items()
        if keys_are_names or key not in _EVALUATED or (key == "pattern" and not isinstance(value, str))
    }


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
