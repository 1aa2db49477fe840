"""What of an attempt is written: nothing that identifies an account, and everything that everybody may read."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any, Final

import httpx
import msgspec
from attrs import define, field

import kalshi_gen.api
import kalshi_gen.perps.api
from kalshi_overlay.http_recordings.lines import Asked, Came, Line, encode, error_name
from kalshi_overlay.rate_limits.costs import operation_of
from kalshi_overlay.redaction import Redaction

# What an error says in plain words, and numbers of at most three digits.
_BETWEEN: Final = r"[ ,.:;()/'-]"
_PLAIN: Final = re.compile(f"{_BETWEEN}*(?:(?:[A-Za-z_]+|[0-9]{{1,3}})(?:{_BETWEEN}+|$))*")
_WORDS: Final = frozenset({"message", "msg", "error", "details"})
_SYSTEM_ERROR: Final = re.compile(r"(\[Errno -?[0-9]+\] )?[A-Za-z ,]+")
# A shorter text may be the same by chance.
_SHORTEST: Final = 8
# In Base64. Whatever else is that long is looked up, and stays.
_SIGNATURE: Final = re.compile(rb"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{80,}={0,2}")
_BASE_PATH: Final = "/trade-api/v2"


@define(eq=False)
class Attempt:
    """An attempt as it was on the wire.

    Attributes:
        at: When it was sent, in Unix microseconds.
        method: The HTTP method.
        path: The path, base path included.
        query: The query, without its question mark.
        secrets: Its credentials.
        body: The body of the request.
        status: The status of the answer; None if there is none.
        headers: The headers of the answer.
        content: The body of the answer.
        error: The name of the error that came in place of the answer, or of its body; empty if none did.
        error_text: What the system said of it, if that is known to be harmless.
    """

    at: int
    method: str
    path: str
    query: str
    secrets: frozenset[str] = field(repr=False)
    body: bytes
    status: int | None = None
    headers: httpx.Headers = field(factory=httpx.Headers)
    content: bytes = b""
    error: str = ""
    error_text: str = ""

    def fail(self, error: httpx.RequestError) -> None:
        """Keep an error without its frames, which hold the credentials."""
        self.error = error_name(error)
        # Ours quotes the text of no other error.
        is_kept = isinstance(error, httpx.ConnectError) and _SYSTEM_ERROR.fullmatch(str(error))
        self.error_text = str(error) if is_kept else ""

    @property
    def has_ended(self) -> bool:
        """Whether something came."""
        return self.status is not None or bool(self.error)


def redacted(attempts: Sequence[Attempt]) -> bytes:
    """The lines of attempts, in their order, with the same placeholder for the same value throughout."""
    redaction = _Redaction()
    lines = {}
    # Any answer may repeat the credentials of any attempt.
    secrets = set[bytes]().union(*map(_as_written, attempts))
    signatures = {secret for secret in secrets if _SIGNATURE.fullmatch(secret)}
    # Key ids and tokens are few.
    others = secrets - signatures
    # Public data comes last: by then it is known what identifies the account, should any of it be there as well.
    for number, attempt in sorted(enumerate(attempts), key=lambda each: _is_public(each[1])):
        redaction.is_public = _is_public(attempt)
        lines[number] = _without(others | _as_written(attempt), signatures, encode(_line(redaction, attempt)))
    return b"".join(lines[number] + b"\n" for number in sorted(lines))


class _Redaction(Redaction):
    """Redacts as captures are; of public data, it replaces only what identifies the account elsewhere."""

    is_public = False

    def value(self, name: str, value: Any, *, identifies: bool = False) -> Any:
        """Redact what the field `name` holds."""
        if not self.is_public:
            return super().value(name, value, identifies=identifies)
        if isinstance(value, dict):
            return {key: self.value(key, each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.value(name, each) for each in value]
        return self._known(value) if isinstance(value, str) and len(value) >= _SHORTEST else value

    def may_stay(self, name: str, value: str) -> bool:
        """Whether a text stays: one that is known, and what an error says in plain words."""
        if super().may_stay(name, value):
            return True
        return name in _WORDS and bool(_PLAIN.fullmatch(value)) and not any(map(value.__contains__, self._placeholders))

    def _known(self, value: str) -> str:
        known = self._placeholders.get(value, value)
        return value if known.startswith("text-") else known


def _line(redaction: Redaction, attempt: Attempt) -> Line:
    query = [(name, value) for name, value in redaction.query(attempt.query)]
    asked: dict[str, Any] = {"method": attempt.method, "path": redaction.path(attempt.path), "query": query}
    asked |= redaction.json(attempt.body, "body")
    came: dict[str, Any] = {}
    if attempt.status is not None:
        came |= {"status": attempt.status, "headers": redaction.headers(attempt.headers)}
        came |= redaction.json(attempt.content, "body")
    if attempt.error:
        came |= {"error": attempt.error, "error_text": attempt.error_text}
    at = Decimal(attempt.at).scaleb(-6)
    return Line(at=at, request=Asked(**asked), response=Came(**came))


def _as_written(attempt: Attempt) -> set[bytes]:
    """The credentials of an attempt as JSON has them."""
    return {msgspec.json.encode(secret)[1:-1] for secret in attempt.secrets}


def _without(secrets: set[bytes], signatures: set[bytes], line: bytes) -> bytes:
    """A line without credentials, wherever an answer might repeat them."""
    for secret in secrets:
        line = line.replace(secret, b"redacted")
    # To look for each signature in each line would take a time that grows with the square of the requests.
    return _SIGNATURE.sub(lambda found: b"redacted" if found[0] in signatures else found[0], line)


def _is_public(attempt: Attempt) -> bool:
    """Whether an attempt reads what everybody may read; what a rejection says may be about the account."""
    if attempt.status is not None and attempt.status >= 400:
        return False
    operation_id = operation_of(attempt.method, attempt.path.removeprefix(_BASE_PATH))
    return attempt.method == "GET" and operation_id is not None and not _is_secured(operation_id)


@cache
def _is_secured(operation_id: str) -> bool:
    """Whether an operation needs a signature by its spec."""
    secured: bool = import_module(_modules()[operation_id.lower()]).OPERATION.secured
    return secured


@cache
def _modules() -> dict[str, str]:
    """The generated modules of operations, by the ids of these in small letters."""
    packages = (kalshi_gen.api, kalshi_gen.perps.api)
    modules = [each for package in packages for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return {each.name.rpartition(".")[2].replace("_", ""): each.name for each in modules}
