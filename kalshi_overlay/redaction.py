"""Redact frames and bodies: what is known to be harmless stays, and everything else becomes a placeholder.

Numbers and booleans stay. Text stays if both its field and its shape are known: tickers, decimal numbers, times, error
codes, and values that the specs name. Whatever is in a field that identifies somebody or something is replaced. Within
one `Redaction` the same value always gets the same placeholder, so that a replay still matches up.
"""

from __future__ import annotations

import re
import typing
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote
from uuid import UUID

import msgspec

from kalshi_gen import models
from kalshi_gen.errors import REQUEST_ID_HEADERS
from kalshi_gen.klear import models as klear_models
from kalshi_gen.klear.routes import ROUTES as KLEAR_ROUTES
from kalshi_gen.perps import models as perps_models
from kalshi_gen.perps.routes import ROUTES as PERPS_ROUTES
from kalshi_gen.perps.stream import commands as perps_commands
from kalshi_gen.perps.stream import models as perps_stream_models
from kalshi_gen.routes import ROUTES
from kalshi_gen.runtime.decoding import field_types
from kalshi_gen.runtime.model import Model
from kalshi_gen.stream import commands
from kalshi_gen.stream import models as stream_models

_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}(\.[0-9]+)?(Z|[+-][0-9:]{5}))?")
_TICKERS: Final = re.compile(r"[A-Z0-9][A-Z0-9._/-]*(,[A-Z0-9][A-Z0-9._/-]*)*")
_CODE: Final = re.compile(r"[a-z]+(_([a-z]+|v[0-9]))*|[A-Z]+(_[A-Z]+)*")
# Of all that the exchange writes, these name an error and nobody.
_SENTENCE: Final = re.compile(
    "Market Ticker required|Subscription buffer overflow|Unknown channel name|order already exists|post only cross"
    "|too many requests"
)

# The text of a field stays if it has one of these shapes.
_SHAPES: Final = (
    (re.compile(r".*(_dollars|_fp|_ts|_ms)|limit|depth|period_interval"), _NUMBER),
    (re.compile(r"(.*_)?(ts|time|date|at)"), _TIME),
    (re.compile(r"(.*_)?tickers?|index_ids?"), _TICKERS),
    (re.compile(r"code|details|error|service|primary_code"), _CODE),
    (re.compile(r"msg|message|error|details"), _SENTENCE),
)
_TYPE_SHAPES: Final = {Decimal: _NUMBER, int: _NUMBER, float: _NUMBER, datetime: _TIME, date: _TIME}
_HEADER: Final = re.compile(r"content-type|date|retry-after|(x-)?rate-?limit(-[a-z]+)*")
_HEADER_VALUE: Final = re.compile(
    r"[0-9.]+|[a-z]+/[a-z.+-]+(; ?charset=[A-Za-z0-9-]+)?|[A-Za-z]{3}, [0-9]{2} [A-Za-z]{3} [0-9]{4} [0-9:]{8} GMT"
)
_IDENTIFYING: Final = re.compile(
    r"(.*_)?((ids?|keys?|accounts?|users?|members?|emails?|cursors?|tokens?|signatures?|secrets?)"
    r"|(user|account|member|order|client|api|access)(ids?|keys?))"
)
# They name what everybody may know: an index, a share of the stream's messages, the terms of an incentive.
_PUBLIC: Final = frozenset({"index_id", "index_ids", "shard_key", "max_reward_per_account"})
_UUID: Final = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)
PLACEHOLDER: Final = re.compile(r"(id|text)-[0-9]+|00000000-0000-0000-0000-[0-9a-f]{12}")
"""What is written in the place of a text."""

_KEY: Final = re.compile(r"(?=.{1,60}$)([a-z]+(_[a-z]+)*|KX[A-Z0-9]+(-[A-Z0-9.]+)*)")
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# The base paths of the exchange, and the paths of the specs below each. A mock may have another one.
_PATHS: Final = {
    "/trade-api/v2": [*ROUTES, *PERPS_ROUTES],
    "/klear-api/v1": [*KLEAR_ROUTES],
    "": [*ROUTES, *PERPS_ROUTES, *KLEAR_ROUTES],
}
_MODELS: Final = (models, stream_models, perps_models, perps_stream_models, klear_models)
_read_json = msgspec.json.Decoder(float_hook=Decimal).decode


@cache
def specified() -> tuple[Mapping[str, set[re.Pattern[str]]], set[str]]:
    """The fields that the specs name, with the shapes of those that hold numbers or times; and the values of enums."""
    fields = defaultdict[str, set[re.Pattern[str]]](set)
    values = {"all", "true", "false"}.union(
        *(each.COMMANDS.keys() | each.ACTIONS for each in (commands, perps_commands))
    )
    for each in (getattr(module, name) for module in _MODELS for name in module.__all__):
        is_model = isinstance(each, type) and issubclass(each, Model)
        for name, declared in (field_types(each) if is_model else {"": each}).items():
            parts = {*_parts_of(declared)}
            values.update(part for part in parts if isinstance(part, str))
            fields[name].update(_TYPE_SHAPES[part] for part in parts & _TYPE_SHAPES.keys())
    del fields[""]
    return {**fields}, values


def _parts_of(declared: Any) -> Iterator[Any]:
    """The types within a type, and the values of its enums."""
    if isinstance(declared, type | str):
        yield declared
    yield from (getattr(declared, "extra", None) or {}).get("known", ())
    for part in typing.get_args(declared):
        yield from _parts_of(part)


def identifies(name: str) -> bool:
    """Whether a field identifies somebody or something, by its name."""
    return _rules(name)[0]


@lru_cache(4096)
def _rules(name: str) -> tuple[bool, list[re.Pattern[str]]]:
    """Whether a field identifies somebody or something, and the shapes of text that may stay in it."""
    identifies = name not in _PUBLIC and _IDENTIFYING.fullmatch(_CAPITAL.sub("_", name).lower())
    shapes = [shape for field, shape in _SHAPES if field.fullmatch(name)]
    return bool(identifies), [*specified()[0].get(name, ()), *shapes]


@cache
def _routes(base: str) -> list[re.Pattern[str]]:
    """The paths below a base path, with groups named as their parameters; those with the fewest of them come first."""
    paths = sorted({path for _, path in _PATHS[base]}, key=lambda path: path.count("{"))
    return [re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path)) for path in paths]


class Redaction:
    """The placeholders of one file."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._placeholders: dict[str, str] = {}

    def json(self, content: bytes | str, name: str, *, is_frame: bool = False) -> dict[str, Any]:
        """Redact a frame or a body: under `name` if it is JSON, else as a placeholder; nothing if it is empty.

        In a frame, `id` numbers a command and stays.
        """
        if not content:
            return {}
        try:
            value = _read_json(content)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            text = content if isinstance(content, str) else content.decode("utf-8", "replace")
            return {"text" if is_frame else f"{name}_text": self._placeholder(text)}
        redacted = self.value("", value)
        if is_frame and isinstance(value, dict) and type(value.get("id")) is int:
            redacted["id"] = value["id"]
        return {name: redacted}

    def value(self, name: str, value: Any, *, identifies: bool = False) -> Any:
        """Redact what the field `name` holds, which may be inside of one that `identifies`."""
        identifies = identifies or _rules(name)[0]
        if isinstance(value, dict):
            return {self._key(key): self.value(key, each, identifies=identifies) for key, each in value.items()}
        if isinstance(value, list):
            return [self.value(name, each, identifies=identifies) for each in value]
        if isinstance(value, str):
            may_stay = not identifies and self.may_stay(name, value)
            return value if may_stay else self._placeholder(value, identifies=identifies)
        if identifies and value is not None and not isinstance(value, bool):
            return self._number(str(value))
        return value

    def may_stay(self, name: str, value: str) -> bool:
        """Whether a text of a field that identifies nobody is known to be harmless."""
        is_known = value in specified()[1] or any(shape.fullmatch(value) for shape in _rules(name)[1])
        return not value or (is_known and not _UUID.search(value))

    def path(self, path: str) -> str:
        """Redact a path as it was on the wire, without a query."""
        base = next(base for base in _PATHS if path.startswith(f"{base}/") or not base)
        path = path.removeprefix(base)
        match = next(filter(None, (route.fullmatch(path) for route in _routes(base))), None)
        if match is None:
            # Of a path that no spec has, nothing stays.
            return base + re.sub("[^/]+", lambda segment: self._segment("id", segment[0]), path)
        for name in reversed([*match.re.groupindex]):
            start, end = match.span(name)
            path = path[:start] + self._segment(name, path[start:end]) + path[end:]
        return base + path

    def _segment(self, name: str, segment: str) -> str:
        return quote(self.value(name, unquote(segment)), safe="")

    def query(self, query: str) -> list[list[str]]:
        """Redact a query as it was on the wire, without its question mark: the names and values, in their order."""
        return [[self._key(name), self.value(name, value)] for name, value in parse_qsl(query, keep_blank_values=True)]

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Keep of an answer's headers its type, its time, its limits, and that it had an id."""
        kept = {}
        for name, value in ((name.lower(), value) for name, value in headers.items()):
            if name in REQUEST_ID_HEADERS:
                kept[name] = self._placeholder(value, identifies=True)
            elif _HEADER.fullmatch(name) and _HEADER_VALUE.fullmatch(value):
                kept[name] = value
        return kept

    def _key(self, key: str) -> str:
        is_known = key in specified()[0] or _KEY.fullmatch(key)
        return key if is_known and not _UUID.search(key) else self._placeholder(key)

    def _placeholder(self, value: str, *, identifies: bool = False) -> str:
        if value and value not in self._placeholders:
            kind, number = "id" if identifies or _UUID.search(value) else "text", self._number(value)
            # The spec has ids that must be UUIDs.
            self._placeholders[value] = str(UUID(int=number)) if _UUID.fullmatch(value) else f"{kind}-{number}"
        return self._placeholders.get(value, value)

    def _number(self, value: str) -> int:
        return self._numbers.setdefault(value, len(self._numbers) + 1)
