"""What of a frame or a body may be kept: an allow-list, and a placeholder for everything else.

Numbers and booleans are kept, and text whose field and shape are both known: tickers, decimal numbers, times, the
values that the specs name, and error codes. Any other text becomes a placeholder, and so does whatever an id's field
holds. Within one `Redaction` the same value always gets the same placeholder, so that a replay still matches up.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote
from uuid import UUID

import msgspec
from attrs import frozen

from kalshi_gen import models
from kalshi_gen.errors import REQUEST_ID_HEADERS
from kalshi_gen.runtime.decoding import field_types
from kalshi_gen.runtime.model import Model
from kalshi_gen.runtime.routes import ROUTES
from kalshi_gen.stream import commands
from kalshi_gen.stream import models as stream_models

_IDENTIFYING: Final = re.compile(
    r"(^|_)(ids?|keys?|accounts?|users?|members?|emails?|cursors?|tokens?|signatures?|secrets?)$", re.IGNORECASE
)
_NUMBERED_ID: Final = re.compile(r"(^|_)ids?$", re.IGNORECASE)
# They name an index, which is public.
_INDEX_IDS: Final = frozenset({"index_id", "index_ids"})
_TICKER_FIELD: Final = re.compile(r"(^|_)tickers?$")
_TICKERS: Final = re.compile(r"[A-Z0-9][A-Z0-9._/-]*(,[A-Z0-9][A-Z0-9._/-]*)*")
_NUMBER_FIELD: Final = re.compile(r"(_dollars|_fp|_ts|_ms|^limit|^depth|^period_interval)$")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_TIME_FIELD: Final = re.compile(r"(^|_)(ts|time|date|at)$")
_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}))?"
)
_CODE_FIELDS: Final = frozenset({"code", "details", "error", "service", "primary_code"})
_CODE: Final = re.compile(r"[a-z]+(_([a-z]+|v[0-9]))*|[A-Z]+(_[A-Z]+)*")
_SENTENCE_FIELDS: Final = frozenset({"msg", "message", "error", "details"})
# Of every exchange's words, those that tell what an error is and name nobody.
_SENTENCES: Final = frozenset(
    {
        "Market Ticker required",
        "Subscription buffer overflow",
        "Unknown channel name",
        "order already exists",
        "post only cross",
        "too many requests",
    }
)
_UUID: Final = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)
_KEY: Final = re.compile(r"[a-z]+(_[a-z]+)*|KX[A-Z0-9]+(-[A-Z0-9.]+)*")
_MOST_KEY_LETTERS: Final = 60
_BASE_PATH: Final = ("", "trade-api", "v2")
_SAFE_HEADERS: Final = {
    "content-type": re.compile(r"[a-z]+/[a-z.+-]+(; ?charset=[A-Za-z0-9-]+)?"),
    "date": re.compile(r"[A-Za-z]{3}, [0-9]{2} [A-Za-z]{3} [0-9]{4} [0-9:]{8} GMT"),
    "retry-after": re.compile(r"[0-9.]+|[A-Za-z]{3}, [0-9]{2} [A-Za-z]{3} [0-9]{4} [0-9:]{8} GMT"),
}
_RATE_HEADER: Final = re.compile(r"(x-)?rate-?limit(-[a-z]+)*")
_read_json = msgspec.json.Decoder(float_hook=Decimal).decode


@frozen
class _Vocabulary:
    """What the specs name.

    Attributes:
        names: The names of fields.
        words: The values of enums.
        numbers: The names of fields that hold numbers.
        times: The names of fields that hold times.
    """

    names: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[str]
    times: frozenset[str]


@cache
def _vocabulary() -> _Vocabulary:
    names, words, numbers, times = set[str](), {"all", "true", "false"}, set[str](), set[str]()

    def look(name: str, declared: Any) -> None:
        if declared in (Decimal, int, float):
            numbers.add(name)
        elif declared is datetime:
            times.add(name)
        elif typing.get_origin(declared) is typing.Literal:
            words.update(filter(lambda each: isinstance(each, str), typing.get_args(declared)))
        for meta in getattr(declared, "__metadata__", ()):
            words.update(
                each for each in (getattr(meta, "extra", None) or {}).get("known", ()) if isinstance(each, str)
            )
        for argument in typing.get_args(declared):
            look(name, argument)

    for module in (models, stream_models):
        for each in (getattr(module, name) for name in module.__all__):
            if not (isinstance(each, type) and issubclass(each, Model)):
                look("", each)
                continue
            on_the_wire = dict(zip(each.__struct_fields__, each.__struct_encode_fields__, strict=True))
            for field, declared in field_types(each).items():
                name = on_the_wire.get(field, field)
                names.add(name)
                look(name, declared)
    words.update((*commands.COMMANDS, *commands.ACTIONS))
    return _Vocabulary(frozenset(names), frozenset(words), frozenset(numbers - {""}), frozenset(times))


@cache
def _routes() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """The paths of the spec as patterns, those with the fewest parameters first, and the names of the parameters."""
    paths = sorted({path for _, path in ROUTES}, key=lambda path: path.count("{"))
    found = []
    for path in paths:
        parameters = tuple(re.findall(r"{(\w+)}", path))
        found.append((re.compile("([^/]+)".join(map(re.escape, re.split(r"{\w+}", path)))), parameters))
    return tuple(found)


def _parsed(content: bytes | str) -> Any:
    try:
        return _read_json(content)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return msgspec.UNSET


class Redaction:
    """The placeholders of one file."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._placeholders: dict[str, str] = {}

    def json(self, content: bytes | str, name: str, *, is_frame: bool = False) -> dict[str, Any]:
        """Redact a frame or a body.

        Args:
            content: The content as it came.
            name: Under which key it is kept if it is JSON.
            is_frame: Whether it is a frame of the stream, whose own `id` numbers a command.

        Returns:
            The key and the redacted content; no key for no content. What is no JSON is kept as a placeholder.
        """
        if not content:
            return {}
        value = _parsed(content)
        if value is msgspec.UNSET:
            text = content if isinstance(content, str) else content.decode("utf-8", "replace")
            return {"text" if is_frame else f"{name}_text": self._placeholder("text", text)}
        redacted = self.value("", value)
        if is_frame and isinstance(value, dict) and type(value.get("id")) is int:
            redacted["id"] = value["id"]
        return {name: redacted}

    def value(self, name: str, value: Any) -> Any:
        """Redact what a field holds.

        Args:
            name: The name of the field.
            value: A value of a JSON document.
        """
        if isinstance(value, dict):
            return {self._key(key): self.value(key, each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.value(name, each) for each in value]
        if isinstance(value, str):
            return value if self._may_stay(name, value) else self._stand_in(name, value)
        if type(value) is int and _NUMBERED_ID.search(name):
            return self._number(str(value))
        return value

    def path(self, path: str) -> str:
        """Redact a path, without a query.

        Args:
            path: The path as on the wire.
        """
        segments = path.split("/")
        length = len(_BASE_PATH)
        base, rest = (
            ("/".join(_BASE_PATH), segments[length:]) if (*segments[:length],) == _BASE_PATH else ("", segments[1:])
        )
        own = "/" + "/".join(rest)
        for pattern, parameters in _routes():
            if match := pattern.fullmatch(own):
                for index in reversed(range(len(parameters))):
                    start, end = match.span(index + 1)
                    value = self.value(parameters[index], unquote(own[start:end]))
                    own = own[:start] + quote(value, safe="") + own[end:]
                return base + own
        return base + "/" + "/".join(self._stand_in("", unquote(each)) if each else each for each in rest)

    def query(self, query: str) -> list[list[str]]:
        """Redact a query.

        Args:
            query: The query as on the wire, without its question mark.

        Returns:
            The names and values, in their order.
        """
        pairs = parse_qsl(query, keep_blank_values=True)
        return [[self._key(name), self.value(name, value)] for name, value in pairs]

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Keep what is of use of the headers of an answer: its type, its time, its limits, and that it had an id.

        Args:
            headers: The headers.
        """
        kept = {}
        for name, value in ((name.lower(), value) for name, value in headers.items()):
            if name in REQUEST_ID_HEADERS:
                kept[name] = self._stand_in("id", value)
            elif (shape := _SAFE_HEADERS.get(name)) is not None:
                if shape.fullmatch(value):
                    kept[name] = value
            elif _RATE_HEADER.fullmatch(name) and _NUMBER.fullmatch(value):
                kept[name] = value
        return kept

    def _may_stay(self, name: str, value: str) -> bool:
        if not value:
            return True
        if _identifies(name) or _UUID.search(value):
            return False
        known = _vocabulary()
        return (
            value in known.words
            or (bool(_NUMBER.fullmatch(value)) and (name in known.numbers or bool(_NUMBER_FIELD.search(name))))
            or (bool(_TIME.fullmatch(value)) and (name in known.times or bool(_TIME_FIELD.search(name))))
            or (bool(_TICKERS.fullmatch(value)) and (name in _INDEX_IDS or bool(_TICKER_FIELD.search(name))))
            or (name in _CODE_FIELDS and bool(_CODE.fullmatch(value)))
            or (name in _SENTENCE_FIELDS and value in _SENTENCES)
        )

    def _key(self, key: str) -> str:
        known = key in _vocabulary().names or (len(key) <= _MOST_KEY_LETTERS and _KEY.fullmatch(key))
        return key if known and not _UUID.search(key) else self._stand_in("", key)

    def _stand_in(self, name: str, value: str) -> str:
        if not value:
            return value
        return self._placeholder("id" if _identifies(name) or _UUID.search(value) else "text", value)

    def _placeholder(self, kind: str, value: str) -> str:
        if (known := self._placeholders.get(value)) is not None:
            return known
        number = self._number(value)
        # The spec has ids that must be UUIDs.
        made = str(UUID(int=number)) if _UUID.fullmatch(value) else f"{kind}-{number}"
        self._placeholders[value] = made
        return made

    def _number(self, value: str) -> int:
        return self._numbers.setdefault(value, len(self._numbers) + 1)


def _identifies(name: str) -> bool:
    return name not in _INDEX_IDS and bool(_IDENTIFYING.search(name))
