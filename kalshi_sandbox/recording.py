"""Every request and its answer as a line of JSON, with nothing in it that must stay secret."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container
from os import PathLike
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .fault_kinds import Fault, told

_REDACTED = "[redacted]"
_SECRET_FIELDS = frozenset({"api_key_id", "private_key", "public_key"})
_PEM = re.compile(r"-----BEGIN [^-]*-----.*?(-----END [^-]*-----|\Z)", re.DOTALL)


class Recorder:
    """Writes a line for each answer, in the order of the answers, each line at once.

    No header is written, so no signature is. Keys and the ids of keys are replaced.

    Args:
        path: The file; one that exists is overwritten.
        clock: The exchange's clock, in Unix seconds.
        key_ids: The ids of the keys that may sign.
    """

    def __init__(self, path: str | PathLike[str], clock: Callable[[], float], key_ids: Container[str]) -> None:
        self._file = Path(path).open("w", encoding="utf-8")  # noqa: SIM115 - open as long as the exchange
        self._clock = clock
        self._key_ids = key_ids

    def record(
        self,
        *,
        operation_id: str | None,
        method: str,
        path: str,
        query: str,
        body: bytes | None,
        answer: tuple[int, bytes] | None,
        faults: list[Fault],
    ) -> None:
        """Write what was asked and what was answered.

        Args:
            operation_id: The operation, None for a path that the contract doesn't have.
            method: HTTP method.
            path: Path on the wire.
            query: Query string on the wire.
            body: The request's body, None where it was not read.
            answer: Status and body; None where nothing was answered.
            faults: The faults that the request met.
        """
        line: dict[str, Any] = {
            "at": round(self._clock(), 6),
            "operation": operation_id,
            "method": method,
            "path": "/".join(self._without_keys(part) for part in path.split("/")),
            "query": re.sub(r"[^&=]+", lambda part: self._without_keys(part[0]), query),
            "body": None if body is None else self._told(body),
            "status": answer[0] if answer else None,
            "answer": self._told(answer[1]) if answer else None,
        }
        if faults:
            line["faults"] = [told(fault) for fault in faults]
        self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _told(self, content: bytes) -> Any:
        """A body as JSON values if it is JSON, else as text."""
        if not content:
            return None
        text = content.decode("utf-8", errors="backslashreplace")
        try:
            return self._redacted(json.loads(text))
        except (ValueError, RecursionError):
            return _PEM.sub(_REDACTED, text)

    def _redacted(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: _REDACTED if key in _SECRET_FIELDS and inner is not None else self._redacted(inner)
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self._redacted(inner) for inner in value]
        return self._without_keys(value) if isinstance(value, str) else value

    def _without_keys(self, text: str) -> str:
        return _REDACTED if unquote(text) in self._key_ids else _PEM.sub(_REDACTED, text)
