"""Records every request and its answer as a line of JSON, without secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container
from os import PathLike
from typing import Any
from urllib.parse import unquote

from kalshi_overlay.private_file import open_private

from .faults import Fault, fault_values
from .spec import ApiName

_REDACTED = "[redacted]"
_SECRET_FIELDS = frozenset({"api_key_id", "private_key", "public_key"})
# Without what is no letter or digit: the first line of a PEM, the same in base64, and what marks the base64 of an
# RSA key, of any key that names its kind, and of an Ed25519 key.
_KEY_MATERIAL = re.compile(
    r"BEGIN[A-Z0-9]*(KEY|CERTIFICATE)|LS0tLS1CRUdJTi|MII[A-Za-z0-9]{1,3}IBAAK|BgkqhkiG9w0B|wBQYDK2V"
)
_ESCAPE = re.compile(r"\\+u([0-9a-fA-F]{4})|\\+x([0-9a-fA-F]{2})")
_MOST_ENCODINGS = 8


class Recorder:
    """Writes a line for each answer, in order, as soon as it is sent.

    Headers are not recorded, so no signature is. Keys and their ids are redacted. A path, a query or a body with a key
    in it is left out, however the key is encoded, and so is a body that is no JSON.

    Args:
        path: The file; an existing one is overwritten. Only its owner may read it.
        clock: The exchange's clock, in Unix seconds.
        key_ids: The ids of the keys that may sign.

    Raises:
        OSError: The file can't be written, or is a link, a pipe or a device.
    """

    def __init__(self, path: str | PathLike[str], clock: Callable[[], float], key_ids: Container[str]) -> None:
        self._file = open_private(path)
        self._clock = clock
        self._key_ids = key_ids

    def record(
        self,
        *,
        operation_id: str | None,
        api: ApiName = "api",
        method: str,
        path: str,
        query: str,
        body: bytes | None,
        answer: tuple[int, bytes] | None,
        faults: list[Fault],
    ) -> None:
        """Record a request and its answer.

        Args:
            operation_id: The operation, None for a path that no spec has.
            api: The API that the request is for.
            method: HTTP method.
            path: Path on the wire.
            query: Query string on the wire.
            body: The request's body, None if it was not read.
            answer: Status and body, None for no answer.
            faults: The faults that hit the request.
        """
        line: dict[str, Any] = {
            "at": round(self._clock(), 6),
            "api": api,
            "operation": operation_id,
            "method": method,
            "path": self._words(path, "/"),
            "query": self._words(query, "&="),
            "body": None if body is None else self._content(body),
            "status": answer[0] if answer else None,
            "answer": self._content(answer[1]) if answer else None,
        }
        if faults:
            line["faults"] = [fault_values(fault) for fault in faults]
        self._file.write(_dumps(line).encode("utf-8", "backslashreplace") + b"\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _content(self, content: bytes) -> Any:
        """The JSON values of a body."""
        if not content:
            return None
        try:
            value = self._redacted(json.loads(content.decode("utf-8")))
            return _REDACTED if _has_key_material(_dumps(value)) else value
        except (ValueError, RecursionError):
            return f"[{len(content)} bytes, no JSON]"

    def _redacted(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                self._without_ids(key): _REDACTED
                if key in _SECRET_FIELDS and inner is not None
                else self._redacted(inner)
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self._redacted(inner) for inner in value]
        return self._without_ids(value) if isinstance(value, str) else value

    def _words(self, text: str, separators: str) -> str:
        """A part of the address: `[redacted]` in place of each word that is an id, or of all of it if it has a key."""
        if _has_key_material(text):
            return _REDACTED
        return re.sub(f"[^{separators}]+", lambda word: self._without_ids(word[0]), text)

    def _without_ids(self, text: str) -> str:
        decoded = _decodings(text)[-1]
        has_id = decoded in self._key_ids or any(word in self._key_ids for word in re.split(r"[^\w-]+", decoded))
        return _REDACTED if has_id else text


def _has_key_material(text: str) -> bool:
    """Whether a text has a key in it: as PEM, or the base64 of one, in any of the encodings that a request may have."""
    decodings = _decodings(text)
    is_too_deep = len(decodings) > _MOST_ENCODINGS
    return is_too_deep or any(_KEY_MATERIAL.search(re.sub("[^A-Za-z0-9]", "", each)) for each in decodings)


def _decodings(text: str) -> list[str]:
    """A text, and what it is without percent-encoding and escapes, one layer after the other."""
    found = [text]
    while len(found) <= _MOST_ENCODINGS:
        decoded = _ESCAPE.sub(lambda code: chr(int(code[1] or code[2], 16)), unquote(found[-1]))
        if decoded == found[-1]:
            break
        found.append(decoded)
    return found


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
