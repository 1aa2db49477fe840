"""What every endpoint module shares: encoding a call, sending it and reading the response."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast, get_args, get_origin

import httpx
import msgspec
from attrs import evolve, field, frozen

from .. import errors
from ..client import AuthenticatedClient, Client
from ..types import UNSET, AsyncItems, Items, Response
from . import encoding
from .apis import Api
from .body import json_in, text_of
from .decoding import BODY_ITSELF, alternatives, body_where_none_is_declared, decode, field_types, undeclared
from .drift import SpecDrift, report
from .error_body import (
    A_PAGE,
    ErrorBody,
    is_json,
    read_error_body,
    read_failure,
    read_stated_error,
    says_something,
    states_error,
)
from .field_rules import FieldRule
from .tracebacks import HiddenFrames

T = TypeVar("T")

ANSWER_IS_SECRET = "kalshi_answer_is_secret"
"""The extension of a request whose response holds a secret."""

_WITH_BODY = ("POST", "PUT", "PATCH")
# An error beside other fields comes before them or after them.
_EDGE = 4096
_ERROR_FIELDS = frozenset(("error", "errors", "success"))


@frozen(kw_only=True, eq=False)
class Operation(Generic[T]):
    """An operation of the spec.

    The functions of an endpoint module pass their arguments by name, and long lists of them as `locals()`, so that each
    function lists its parameters once.

    Attributes:
        api: The API that it belongs to.
        operation_id: Its id in the spec.
        method: The HTTP method.
        path: The path, with each parameter's name in braces.
        path_parameters: The type of each argument that fills the path.
        query: The type of each argument that is a query parameter.
        names: The name of the parameter where the argument has another.
        delimiters: The delimiter of each list in the query that the spec wants as one parameter.
        field_rules: Rules over several query parameters.
        required: The arguments in the query, and `body`, that can't be left out.
        body: The type of the request body, if there is one.
        success: The type of a success's body; NoneType where there is none.
        statuses: The statuses that the spec documents.
        secured: Whether the spec asks for a signature.
        secret: Whether the body of a success holds a secret. No error keeps such a body, or a frame that has it.
        next_cursor: The field of the response that holds the cursor of the next page, if it has pages.
        items: The field of the response that holds the items of a page, if it has pages.
        largest_page: The argument for the number of items on a page and the most that it may be, if the spec says it.
    """

    api: Api
    operation_id: str
    method: str
    path: str
    path_parameters: Mapping[str, Any] = field(factory=dict)
    query: Mapping[str, Any] = field(factory=dict)
    names: Mapping[str, str] = field(factory=dict)
    delimiters: Mapping[str, str] = field(factory=dict)
    field_rules: tuple[FieldRule, ...] = ()
    required: tuple[str, ...] = ()
    body: Any = None
    success: type[T]
    statuses: frozenset[int]
    secured: bool = False
    secret: bool = False
    next_cursor: str = ""
    items: str = ""
    largest_page: tuple[str, int] | None = None
    # Looked up once, so that calls are fast.
    _path_encoders: Mapping[str, encoding.Wire] = field(init=False)
    _query_encoders: Mapping[str, encoding.Wire] = field(init=False)
    _body_encoder: encoding.Wire | None = field(init=False)
    # The fields of a success, by their names here and in the body, and those of them that are required.
    _fields: tuple[str, ...] = field(init=False)
    _declared: frozenset[str] = field(init=False)
    _required: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        for name, declared in (("_path_encoders", self.path_parameters), ("_query_encoders", self.query)):
            encoders = {argument: encoding.encoder_of(kind) for argument, kind in declared.items()}
            object.__setattr__(self, name, encoders)
        object.__setattr__(self, "_body_encoder", None if self.body is None else encoding.encoder_of(self.body))
        fields, declared_names, required = _fields_of(self.success)
        object.__setattr__(self, "_fields", fields)
        object.__setattr__(self, "_declared", declared_names)
        object.__setattr__(self, "_required", required)

    def sync(self, client: Client, arguments: Mapping[str, Any]) -> T:
        """Send the request; return the decoded success or raise the typed error."""
        with HiddenFrames(self.secret), HiddenFrames(self.secret):
            return cast(T, self._success(client, self._send(client, self.request(arguments))).parsed)

    async def asyncio(self, client: Client, arguments: Mapping[str, Any]) -> T:
        """Send the request without blocking; return the decoded success or raise the typed error."""
        with HiddenFrames(self.secret), HiddenFrames(self.secret):
            return cast(T, self._success(client, await self._asyncio_send(client, self.request(arguments))).parsed)

    def answer(self, client: Client, arguments: Mapping[str, Any]) -> Response[T]:
        """Send the request; return the complete response of a success or raise the typed error."""
        with HiddenFrames(self.secret), HiddenFrames(self.secret):
            return self._success(client, self._send(client, self.request(arguments)))

    async def asyncio_answer(self, client: Client, arguments: Mapping[str, Any]) -> Response[T]:
        """Send the request without blocking; return the complete response of a success or raise the typed error."""
        with HiddenFrames(self.secret), HiddenFrames(self.secret):
            return self._success(client, await self._asyncio_send(client, self.request(arguments)))

    def sync_detailed(self, client: Client, arguments: Mapping[str, Any]) -> Response[T]:
        """Send the request; return the complete response, whatever its status."""
        with HiddenFrames(self.secret), HiddenFrames(self.secret):
            return self._detailed(client, self._send(client, self.request(arguments)))

    async def asyncio_detailed(self, client: Client, arguments: Mapping[str, Any]) -> Response[T]:
        """Send the request without blocking; return the complete response, whatever its status."""
        with HiddenFrames(self.secret), HiddenFrames(self.secret):
            return self._detailed(client, await self._asyncio_send(client, self.request(arguments)))

    def sync_all(self, client: Client, max_pages: int | None, arguments: Mapping[str, Any]) -> Items[Any, T]:
        """Send the request for page after page until the exchange names no further one."""
        pages = self._sync_pages(client, self._paged_request(arguments), max_pages)
        return Items(pages, self._items_of, self._item_type)

    def asyncio_all(self, client: Client, max_pages: int | None, arguments: Mapping[str, Any]) -> AsyncItems[Any, T]:
        """Send the request for page after page, without blocking, until the exchange names no further one."""
        pages = self._asyncio_pages(client, self._paged_request(arguments), max_pages)
        return AsyncItems(pages, self._items_of, self._item_type)

    def request(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Encode the arguments of a call, each checked, as httpx takes a request.

        Raises:
            InvalidRequestError: An argument is not what the spec allows.
        """
        request: dict[str, Any] = {"method": self.method, "url": self.path}
        if self._path_encoders:
            request["url"] = encoding.path(self.path, arguments, self._path_encoders, self.names)
        if self._query_encoders:
            query = encoding.query(
                arguments, self._query_encoders, self.names, self.delimiters, self.field_rules, self.required
            )
            # For an empty one httpx would parse the URL again.
            if query:
                request["params"] = query
        encoder = self._body_encoder
        if encoder is not None or self.method in _WITH_BODY:
            body = arguments.get("body")
            is_left_out = (body is None or body is UNSET) and "body" not in self.required
            # The exchange rejects a POST or PUT without a body.
            request["content"] = b"{}" if encoder is None or is_left_out else msgspec.json.encode(encoder(body, ""))
            request["headers"] = encoding.JSON_HEADERS
        if self.secret:
            request["extensions"] = {ANSWER_IS_SECRET: True}
        return request

    def _paged_request(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The request for a first page, which is as long as the spec allows unless the caller says otherwise."""
        if self.largest_page is not None:
            name, most = self.largest_page
            if arguments[name] is None or arguments[name] is UNSET:
                arguments = {**arguments, name: most}
        return self.request(arguments)

    def _send(self, client: Client, request: dict[str, Any]) -> httpx.Response:
        http = client.get_httpx_client()
        self._check(client, http.base_url)
        return http.request(**request)

    async def _asyncio_send(self, client: Client, request: dict[str, Any]) -> httpx.Response:
        http = client.get_async_httpx_client()
        self._check(client, http.base_url)
        return await http.request(**request)

    def _sync_pages(self, client: Client, request: dict[str, Any], max_pages: int | None) -> Iterator[Response[T]]:
        cursors = _Cursors(self, max_pages)
        while cursors.more():
            page = self._success(client, self._send(client, cursors.apply(request)))
            cursors.follow(page)
            yield page

    async def _asyncio_pages(
        self, client: Client, request: dict[str, Any], max_pages: int | None
    ) -> AsyncIterator[Response[T]]:
        cursors = _Cursors(self, max_pages)
        while cursors.more():
            page = self._success(client, await self._asyncio_send(client, cursors.apply(request)))
            cursors.follow(page)
            yield page

    def _items_of(self, page: Response[T]) -> list[Any]:
        listed = getattr(page.parsed, self.items) or []
        if not isinstance(listed, list):
            raise self._decode_error("GET", page, f"{self.items} is not a list")
        return listed

    def _item_type(self) -> Any:
        members = alternatives(field_types(cast(Any, self.success))[self.items])
        return next(get_args(each)[0] for each in members if get_origin(each) is list)

    def _check(self, client: Client, base_url: httpx.URL) -> None:
        refusal = client.refusal(self.api, base_url)
        if refusal is not None:
            raise errors.WrongClientError(
                f"{self.operation_id} is an operation of {self.api.title}, and nothing was sent: {refusal}"
            )
        if self.secured and not isinstance(client, AuthenticatedClient):
            raise errors.AuthRequiredError(
                f"{self.operation_id} needs a signed client and nothing was sent: make one with {self.api.client}"
            )

    def _detailed(self, client: Client, response: httpx.Response) -> Response[T]:
        if client.raise_on_unexpected_status and response.status_code not in self.statuses:
            raise self._status_error(response)
        if response.is_success:
            return self._success(client, response)
        return _unread(response, read_error_body(response.content))

    def _success(self, client: Client, response: httpx.Response) -> Response[T]:
        if not response.is_success:
            raise errors.from_response(response)
        answer: Response[T] = _unread(response)
        content, method = answer.content, response.request.method
        problem: str | None = None
        if self.success is type(None):
            answer.drift = body_where_none_is_declared(content, self.operation_id)
        else:
            try:
                answer.parsed, answer.drift = decode(content, self.success, self.operation_id)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                problem = str(error)
                if not self.secret:
                    # Such as a text or a list in place of an object, or an object with more behind it.
                    problem = self._without_success(response, answer) or problem
                    raise self._decode_error(method, answer, problem) from error
        if problem is not None:
            # Raised here, since the other error may hold the body.
            raise self._decode_error(method, answer, problem)
        if answer.drift or self._may_hide_error(answer):
            problem = self._without_success(response, answer)
        if answer.drift:
            report(answer.drift, client.on_drift)
        if problem or (answer.drift and client.strict):
            first, *others = answer.drift or (problem,)
            problem = problem or f"{first}{f' and {len(others)} more' if others else ''}"
            raise self._decode_error(method, answer, problem)
        return answer

    def _may_hide_error(self, answer: Response[T]) -> bool:
        """Whether a body without a mismatch may be an error all the same; this doesn't read the body again."""
        content = answer.content
        if not self._fields:
            return content.strip() not in (b"", b"{}", b"null")
        if not self._required and not any(getattr(answer.parsed, name, UNSET) is not UNSET for name in self._fields):
            return True
        if len(content) > 2 * _EDGE:
            content = content[:_EDGE] + content[-_EDGE:]
        if b'"error' not in content and b'"success"' not in content:
            return False
        return not undeclared(answer.content, self._declared).isdisjoint(_ERROR_FIELDS)

    def _without_success(self, response: httpx.Response, answer: Response[T]) -> str | None:
        """Raise the error that a body states in place of what the spec declares, or say what is wrong with the body."""
        body = json_in(answer.content)
        if not isinstance(body, dict):
            if said := read_stated_error(body):
                raise self._status_error(response, said)
            return "it is damaged, and has an error" if states_error(text_of(answer.content)) else None
        others = self._others(body)
        error, failure = read_stated_error(others), read_failure(others)
        named = {name.lower(): value for name, value in others.items()}
        has_error = bool(named.get("error") or named.get("errors"))
        if self._is_success(body):
            if not failure:
                return None
            # An error hides no order. What was read may lack something, and can be read again.
            if response.request.method != "GET":
                answer.drift = (*answer.drift, SpecDrift(BODY_ITSELF, "no error", "object", self.operation_id))
                return None
        is_missing = bool(self._required) and others.keys() == body.keys()
        is_stated = has_error or bool(error and error.code) or named.get("error") == {}
        if error and (is_missing or is_stated):
            raise self._status_error(response, error)
        if failure:
            words = () if self.secret else (failure.code, failure.message, failure.details)
            return ": ".join(("it says that the request failed", *(each for each in words if each)))
        if is_missing:
            return "none of the fields that the spec declares is there"
        if not answer.drift and body and self._declared.isdisjoint(body) and (error or not self._declared):
            expected = "no error" if self._declared else "no fields"
            answer.drift = (SpecDrift(BODY_ITSELF, expected, "object", self.operation_id),)
        return None

    def _others(self, body: dict[str, Any]) -> dict[str, Any]:
        """The fields of a body that the spec doesn't have."""
        others = {name: value for name, value in body.items() if name not in self._declared}
        # A status that says failure is that of the request if nothing else is there of what must be.
        is_alone = len(self._required) > 1 and body.keys() - others.keys() == {"status"}
        return body if is_alone and read_failure({"status": body["status"]}) else others

    def _is_success(self, body: dict[str, Any]) -> bool:
        """Whether a body has each field that the spec requires, none of them is empty, and not all are zero."""
        values = [body.get(name) for name in self._required]
        return any(map(says_something, values)) and not any(value in (None, "", [], {}) for value in values)

    def _shows_effect(self, content: bytes) -> bool:
        """Whether a body shows that a request took effect: it has something that the spec declares, and no error."""
        body, names = json_in(content), self._required or self._declared
        if isinstance(body, dict):
            others = self._others(body)
            is_said = any(says_something(body.get(name)) for name in names if name not in others)
            return is_said and not read_failure(others) and not read_stated_error(others)
        text = text_of(content)
        return not states_error(text) and any(f'"{name}"' in text for name in names)

    def _decode_error(self, method: str, answer: Response[T], problem: str) -> errors.KalshiDecodeError:
        content, is_from_exchange = b"" if self.secret else answer.content, is_json(answer.content)
        if not is_from_exchange:
            said = read_error_body(content)
            words = f": {said.message.removesuffix(A_PAGE).rstrip()}" if said and said.message else ""
            problem = f"what answered was not the exchange's API{words}"
        response = evolve(answer, parsed=None, content=content)
        shows_effect = is_from_exchange and self._shows_effect(answer.content)
        return errors.KalshiDecodeError(self.operation_id, method, response, problem, is_from_exchange, shows_effect)

    def _status_error(self, response: httpx.Response, body: ErrorBody | None = None) -> errors.UnexpectedStatus:
        error = errors.from_response(response, body)
        if self.secret and response.is_success:
            error.content = b""
            error.args = (error.status_code, b"")
        return error


def _fields_of(success: type) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """The fields of a model by their names, by their names in a body, and those of the latter that are required."""
    if not isinstance(success, msgspec.StructMeta):
        return (), frozenset(), frozenset()
    # `msgspec.structs.fields` evaluates every annotation, which takes most of the import of an endpoint.
    names, defaults = success.__struct_encode_fields__, success.__struct_defaults__
    defaulted = zip(names[len(names) - len(defaults) :], defaults, strict=True)
    optional = {name for name, default in defaulted if default is not msgspec.NODEFAULT}
    return success.__struct_fields__, frozenset(names), frozenset(names) - optional


def _unread(response: httpx.Response, error: ErrorBody | None = None) -> Response[Any]:
    return Response(status_code=response.status_code, headers=response.headers, content=response.content, error=error)


class _Cursors:
    """The cursors of one iteration over pages."""

    def __init__(self, operation: Operation[Any], max_pages: int | None) -> None:
        if max_pages is not None and (not isinstance(max_pages, int) or max_pages < 1):
            raise errors.InvalidRequestError("max_pages", "must be an int of at least 1; leave it out for every page")
        self._operation = operation
        self._pages_left = max_pages
        self._cursor: Any = UNSET
        self._seen: set[str] = set()

    def more(self) -> bool:
        return self._cursor is not None and self._pages_left != 0

    def apply(self, request: dict[str, Any]) -> dict[str, Any]:
        if self._pages_left is not None:
            self._pages_left -= 1
        if self._cursor is UNSET:
            return request
        return {**request, "params": {**request.get("params", {}), "cursor": self._cursor}}

    def follow(self, page: Response[Any]) -> None:
        # The exchange sometimes leaves the cursor of a last page out: UNSET ends the pages as an empty text does.
        operation, cursor = self._operation, getattr(page.parsed, self._operation.next_cursor)
        if cursor in (None, UNSET) and getattr(page.parsed, operation.items) is UNSET:
            raise operation._decode_error("GET", page, f"{operation.items} and {operation.next_cursor} are missing")
        cursor = cursor or None
        if cursor is not None and not isinstance(cursor, str):
            raise operation._decode_error("GET", page, f"{operation.next_cursor} is not a text")
        if cursor in self._seen:
            raise operation._decode_error("GET", page, "it names a cursor that an earlier page named already")
        self._cursor = cursor
        if cursor is not None:
            self._seen.add(cursor)
