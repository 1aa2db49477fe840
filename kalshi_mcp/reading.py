"""A tool for each operation that only reads, made from what the generated client says of it."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Collection, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, cast

import mcp_types as types
from attrs import field, frozen

import kalshi_gen.api
import kalshi_gen.perps.api
from kalshi_gen.client import Client
from kalshi_gen.runtime.decoding import field_types
from kalshi_gen.runtime.operation import Operation
from kalshi_mcp.answers import Bounds, TooLargeError, fitting, size_of, to_text
from kalshi_mcp.errors import ToolError
from kalshi_mcp.schemas import schema_of, value_of

USUAL_TAGS = ("events", "exchange", "market", "orders", "portfolio", "search")
"""The tags whose operations are tools unless others are named."""

# Bytes of an answer that are left for what is said about it.
_MARGIN = 400
_CURSOR = "Where to go on, from `next_cursor` of the previous answer; left out for the beginning."
_SKIP = re.compile(r"skip:([0-9]{1,9}):(.*)", re.DOTALL)
_ANNOTATIONS = types.ToolAnnotations(read_only_hint=True, open_world_hint=True)


@frozen(eq=False)
class Reading:
    """A tool that reads.

    Attributes:
        name: Its name, that of the operation's module.
        module: The module of the operation.
        bounds: How much an answer may hold.
    """

    name: str
    module: ModuleType
    bounds: Bounds
    operation: Operation[Any] = field(init=False)
    _types: Mapping[str, Any] = field(init=False)

    @operation.default
    def _operation(self) -> Operation[Any]:
        operation: Operation[Any] = self.module.OPERATION
        return operation

    @_types.default
    def _declared(self) -> Mapping[str, Any]:
        return {**self.operation.path_parameters, **self.operation.query}

    @property
    def rows(self) -> str:
        """The field of the answer that holds its rows; empty if it has none, or several that could be meant."""
        if self.operation.items:
            return self.operation.items
        lists = [name for name, kind in field_types(cast(Any, self.operation.success)).items() if "list[" in str(kind)]
        return lists[0] if len(lists) == 1 else ""

    @property
    def _limit(self) -> str:
        """The argument for the number of rows, if the operation has pages and one."""
        return self.operation.largest_page[0] if self.operation.largest_page else ""

    @property
    def _most(self) -> int:
        """The most rows of one answer."""
        _, most = self.operation.largest_page or ("", self.bounds.rows)
        return min(most, self.bounds.rows)

    def describe(self) -> types.Tool:
        """The tool as a client sees it."""
        words, said = _documented(self.module)
        properties = {name: self._described(name, said.get(name, "")) for name in self._types}
        if self.rows and "cursor" not in properties:
            properties["cursor"] = {"type": "string", "description": _CURSOR}
        return types.Tool(
            name=self.name,
            description=words,
            input_schema={
                "type": "object",
                "properties": properties,
                "required": self._required,
                "additionalProperties": False,
            },
            annotations=_ANNOTATIONS,
        )

    def _described(self, name: str, words: str) -> dict[str, Any]:
        schema = schema_of(self._types[name])
        if name == self._limit:
            schema["maximum"] = self._most
            words = f"Rows of one answer, {self._most} if it is left out; fewer come if they are too large."
        elif name == "cursor" and self.rows:
            words = _CURSOR
        described = " ".join(filter(None, (words, schema.pop("description", ""))))
        return schema | ({"description": described} if described else {})

    @property
    def _required(self) -> list[str]:
        required = {*self.operation.path_parameters, *self.operation.required} - {self._limit}
        return [name for name in self._types if name in required]

    async def call(self, client: Client, given: Mapping[str, Any]) -> str:
        """Read, and give as much of the answer as may be given.

        Args:
            client: What it is read with.
            given: The arguments of the tool.

        Returns:
            JSON: `data` is the answer, `next_cursor` is where its list goes on, and `cut` says what was left out.

        Raises:
            ToolError: The arguments are not those of the tool, or no part of the answer is small enough.
            KalshiError: What the operation raises.
        """
        arguments = self._arguments(given)
        try:
            return await (self._page if self._limit else self._part)(client, arguments)
        except TooLargeError as error:
            remedy = "ask for less by its arguments, or ask the person for a larger --max-bytes"
            raise ToolError(f"{error}, more than the {self.bounds.size} of an answer; {remedy}") from None

    def _arguments(self, given: Mapping[str, Any]) -> dict[str, Any]:
        known = [*self._types, *(["cursor"] if self.rows else [])]
        for name in given:
            if name not in known:
                raise ToolError(f"{self.name} has no argument {name!r}; it has {', '.join(known) or 'none'}")
        missing = [name for name in self._required if given.get(name) is None]
        if missing:
            raise ToolError(f"{self.name} needs {' and '.join(missing)}; give a value")
        return {name: value_of(self._types.get(name, str), value) for name, value in given.items() if value is not None}

    async def _read(self, client: Client, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        """The body of an answer, and the cursor of the exchange for what follows it."""
        answer = await self.operation.asyncio_answer(client, arguments)
        body = json.loads(answer.content) if answer.content.strip() else {}
        if not isinstance(body, dict):
            body = {"answer": body}
        cursor = body.pop(self.operation.next_cursor, None) if self.operation.next_cursor else None
        return body, cursor if isinstance(cursor, str) else ""

    async def _page(self, client: Client, arguments: dict[str, Any]) -> str:
        """A page of the exchange, with as many rows as fit."""
        # The exchange takes a 0 for as many as it likes. What is no number, the operation refuses.
        wanted, reason = arguments.get(self._limit, self._most), ""
        if type(wanted) is int and (wanted == 0 or wanted > self._most):
            wanted, reason = self._most, f"an answer has {self._most} rows at most"
        while True:
            body, cursor = await self._read(client, {**arguments, self._limit: wanted})
            rows = _rows_of(body, self.rows)
            # The exchange may have sent more than was asked for.
            fit = self._fitting(body, rows)
            if fit == len(rows):
                return self._answer(body, cursor, reason)
            # The exchange's cursor is for what follows its page, so the page must be as short as what is given.
            wanted, reason = min(fit, wanted - 1), "no more rows fit into an answer"
            if wanted < 1:
                raise TooLargeError(f"one row of {self.name} has {size_of(rows[0])} bytes")

    async def _part(self, client: Client, arguments: dict[str, Any]) -> str:
        """A part of a list that the exchange gives at once; the cursor says how many of its rows come before."""
        skipped, beyond = 0, arguments.get("cursor", "")
        if isinstance(beyond, str) and (found := _SKIP.fullmatch(beyond)):
            skipped, beyond = int(found[1]), found[2]
        elif "cursor" in arguments and not self.operation.next_cursor:
            raise ToolError("cursor: this is not one of this tool; give next_cursor of its previous answer")
        has_pages = bool(self.operation.next_cursor)
        asked = {name: value for name, value in arguments.items() if name != "cursor"}
        body, cursor = await self._read(client, asked | ({"cursor": beyond} if has_pages and beyond else {}))
        if not self.rows:
            return self._answer(body, "", "")
        rows = _rows_of(body, self.rows)
        left = rows[skipped:]
        shown = left[: min(self._fitting(body, left), self.bounds.rows)]
        if left and not shown:
            raise TooLargeError(f"one row of {self.name} has {size_of(left[0])} bytes")
        if len(shown) == len(left):
            return self._answer({**body, self.rows: shown}, cursor, "")
        before = skipped + len(shown)
        reason = f"rows {skipped + 1} to {before} of {len(rows)}"
        return self._answer({**body, self.rows: shown}, f"skip:{before}:{beyond}", reason)

    def _fitting(self, body: Mapping[str, Any], rows: list[Any]) -> int:
        return fitting(rows, self.bounds.size - _MARGIN - size_of({**body, self.rows: []}))

    def _answer(self, body: Mapping[str, Any], cursor: str, reason: str) -> str:
        answer: dict[str, Any] = {"data": body}
        if self.rows:
            answer["rows"] = len(_rows_of(body, self.rows))
        if cursor:
            answer["next_cursor"] = cursor
        if cursor and reason:
            answer["cut"] = f"{reason}; the rest comes with next_cursor"
        text = to_text(answer)
        size = len(text.encode())
        if size > self.bounds.size:
            raise TooLargeError(f"the answer of {self.name} has {size} bytes")
        return text


def _rows_of(body: Mapping[str, Any], name: str) -> list[Any]:
    rows = body.get(name)
    return rows if isinstance(rows, list) else []


def _documented(module: ModuleType) -> tuple[str, dict[str, str]]:
    """What the docstring of an operation says of it, and of each of its arguments."""
    lines = inspect.cleandoc(module.sync.__doc__ or "").partition("\nReturns:\n")[0]
    words, _, listed = lines.partition("\nArgs:\n")
    arguments: dict[str, str] = {}
    name = ""
    for line in listed.splitlines():
        if found := re.fullmatch(r" {4}(\w+): (.*)", line):
            name, arguments[found[1]] = found[1], found[2]
        elif name and line.strip():
            arguments[name] += f" {line.strip()}"
    return re.sub(r"\s*\n\s*", " ", words.strip()), arguments


_APIS = {"": kalshi_gen.api, "perps/": kalshi_gen.perps.api}
# Whoever reads these learns which keys there are.
_LEFT_OUT = "api_keys"


def all_tags() -> list[str]:
    """The tags of all operations that may be tools."""
    return [
        f"{prefix}{tag.name}"
        for prefix, api in _APIS.items()
        for tag in iter_modules(api.__path__)
        if tag.name != _LEFT_OUT
    ]


def _modules(tag: str) -> Iterator[ModuleType]:
    """The modules of the operations of a tag that only read and show no key."""
    prefix, slash, name = tag.rpartition("/")
    package = import_module(f"{_APIS[prefix + slash].__name__}.{name}")
    for each in iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{each.name}")
        if module.OPERATION.method == "GET" and not module.OPERATION.secret:
            yield module


def readings(tags: Collection[str], bounds: Bounds, *, is_signed: bool) -> dict[str, Reading]:
    """The tools of some tags, by their names.

    Args:
        tags: The tags, of `all_tags`; those of perpetual futures are like `perps/market`.
        bounds: How much an answer may hold.
        is_signed: Whether the client can sign; without a signature only public data is read.
    """
    chosen = [module for tag in tags for module in _modules(tag)]
    tools = [Reading(module.__name__.rpartition(".")[2], module, bounds) for module in chosen]
    return {tool.name: tool for tool in tools if is_signed or not tool.operation.secured}
