"""Records every request and its answer as a line of JSON, without secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container
from os import PathLike
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .faults import Fault, fault_values

_REDACTED = "[redacted]"
_SECRET_FIELDS = frozenset({"api_key_id", "private_key", "public_key"})
_PEM = re.compile(r"-----BEGIN [^-]*-----.*?(-----END [^-]*-----|\Z)", re.DOTALL)


class Recorder:
    """Writes a line for each answer, in order, as soon as it is sent.

    Headers are not recorded, so no signature is. Keys and their ids are redacted.

    Args:
        path: The file; an existing one is overwritten.
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
        """Record a request and its answer.

        Args:
            operation_id: The operation, None for a path that the spec doesn't have.
            method: HTTP method.
            path: Path on the wire.
            query: Query string on the wire.
            body: The request's body, None if it was not read.
            answer: Status and body, None for no answer.
            faults: The faults that hit the request.
        """
        line: dict[str, Any] = {
            "at": round(self._clock(), 6),
            "operation": operation_id,
            "method": method,
            "path": "/".join(self._without_keys(part) for part in path.split("/")),
            "query": re.sub(r"[^&=]+", lambda part: self._without_keys(part[0]), query),
            "body": None if body is None else self._content(body),
            "status": answer[0] if answer else None,
            "answer": self._content(answer[1]) if answer else None,
        }
        if faults:
            line["faults"] = [fault_values(fault) for fault in faults]
        self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _content(self, content: bytes) -> Any:
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
