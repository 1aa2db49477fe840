"""What the body of an error says, whatever its form: JSON of many shapes, plain text, or a web page."""

from __future__ import annotations

import html
import re
from typing import Any

import msgspec

from .body import json_in, text_of
from .printable import printable

A_PAGE = "(a web page, no answer of the API)"
"""What follows the title of a web page in a message."""

_LONGEST = 300
# Enough of a body to find its words.
_READ = 65_536
_CODES = ("code", "error_code")
_MESSAGES = ("message", "msg", "error_message", "error_description", "detail", "reason", "description", "title")
_STATED = frozenset(("error", "errors", "error_code", "error_message", "code", "message", "msg", "detail", "details"))
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_NO: tuple[Any, ...] = (False, "false", "False")
_GOOD_FLAGS = ("success", "succeeded", "successful", "ok")
_BAD_FLAGS = ("error", "errors", "failed", "failure", "fault")
_FAILED = frozenset(("error", "fail", "failed", "failure", "rejected", "denied", "forbidden", "unauthorized"))
# Texts in place of a body that say the opposite of an error.
_FINE = frozenset(("ok", "success", "succeeded", "accepted", "done", "true"))
# `re` compiles these when they are first needed, since most programs read no error.
_ZERO = r"-?0*\.?0*"
_ERROR_FIELD = r'(?i)"(?:errors?|error_code|error_message)"\s*:'
_CODE = r"[A-Za-z][A-Za-z0-9_.-]*"
_TITLE = r"(?i)<title[^<>]*>([^<]*)"
_MARKUP = r"(?is)<(script|style|head)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)|<[^>]*(?:>|$)"


class ErrorBody(msgspec.Struct, frozen=True, kw_only=True):
    """The exchange's own description of an error.

    Texts are cut at 300 characters, and control characters in them are escaped.

    Attributes:
        code: The exchange's error code.
        message: The best short text for people that the body has: for a web page, its title.
        details: Further details; an object or a list is kept as JSON.
        service: The part of the exchange that the error comes from.
        is_from_api: False for a web page or plain text: the exchange's API answers in JSON, so something else answered.
    """

    code: str | None = None
    message: str | None = None
    details: str | None = None
    service: str | None = None
    is_from_api: bool = True


def read_error_body(content: bytes) -> ErrorBody | None:
    """Read the body of a response outside 2xx; None if it says nothing."""
    body = json_in(content)
    if body is not None:
        # What has another form is its own message.
        return read_error(body) or (None if _is_empty(body) else ErrorBody(message=_short(_plain(body)) or None))
    text = text_of(content)
    if text == "null":
        return None
    message = _page(text[:_READ]) if text.startswith("<") else _short(" ".join(text.split()))
    # Bytes that are no text say nothing.
    if not any(each.isalnum() for each in message) or text.count("\ufffd") > len(text) / 10:
        return None
    return ErrorBody(message=message, is_from_api=text.startswith("{"))


def read_error(body: Any) -> ErrorBody | None:
    """Read an error from decoded JSON; None if it has no words where errors have them."""
    try:
        fields = {name: short for name, text in _fields(body).items() if (short := _short(text))}
    except RecursionError:
        return ErrorBody(message="the body is nested too deeply")
    if not fields:
        return None
    return ErrorBody(**fields, is_from_api=not (isinstance(body, dict) and body.get("cloudflare_error")))


def read_stated_error(body: Any) -> ErrorBody | None:
    """Read an error from the decoded JSON of a 2xx, where other words, such as a title, don't make one."""
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name.lower() in _STATED}
    elif isinstance(body, list):
        body = [each for each in body if isinstance(each, str) or (isinstance(each, dict) and _STATED & each.keys())]
    is_fine = isinstance(body, str) and body.strip().lower() in _FINE
    return None if is_fine else read_error(body)


def read_failure(body: dict[str, Any], depth: int = 3) -> ErrorBody | None:
    """Read that the request failed, from the decoded JSON of a 2xx, where a flag or a field further inside says so.

    Such are `"success": false`, `"error": true`, `"status": "failed"` and `"data": {"error": ...}`; None if there are none.
    """
    named = {name.lower(): value for name, value in body.items()}
    status = named.get("status")
    is_failed = (
        any(named.get(name) in _NO for name in _GOOD_FLAGS)
        or any(named.get(name) not in (*_EMPTY, *_NO) for name in _BAD_FLAGS)
        or (status.lower() in _FAILED if isinstance(status, str) else isinstance(status, int) and 400 <= status < 600)
    )
    if is_failed:
        return read_error(body) or ErrorBody()
    inner = (read_failure(value, depth - 1) for value in body.values() if depth and isinstance(value, dict))
    return next((failure for failure in inner if failure), None)


def says_something(value: Any) -> bool:
    """Whether a value of a body is neither empty nor zero."""
    is_zero = isinstance(value, str) and re.fullmatch(_ZERO, value) is not None
    return value not in (*_EMPTY, 0) and not is_zero


def states_error(text: str) -> bool:
    """Whether damaged JSON has a field where errors have theirs."""
    return re.search(_ERROR_FIELD, text) is not None


def is_json(content: bytes) -> bool:
    """Whether a body is JSON, or an object or a list in JSON that is damaged."""
    text = text_of(content)
    return text == "null" or text.startswith(("{", "[{")) or json_in(content) is not None


def _is_empty(body: Any) -> bool:
    values = body.values() if isinstance(body, dict) else body if isinstance(body, list) else [body]
    return all(value in _EMPTY or isinstance(value, bool) and not isinstance(body, dict) for value in values)


def _fields(body: Any) -> dict[str, str]:
    """The texts of an error that are not empty, by the field of `ErrorBody`."""
    if isinstance(body, str):
        return {"message": body}
    if isinstance(body, list):
        errors = [_fields(each) for each in body[:10]]
        messages = dict.fromkeys(error["message"] for error in errors if "message" in error)
        return {**(errors[0] if errors else {}), **({"message": "; ".join(messages)} if messages else {})}
    if not isinstance(body, dict):
        return {}
    named = {name.lower(): value for name, value in body.items() if value not in _EMPTY}
    found = {
        "code": next((_plain(named[name]) for name in _CODES if name in named), ""),
        "message": next((_words(named[name]) for name in _MESSAGES if name in named), ""),
        "details": _plain(named.get("details")),
        "service": _plain(named.get("service")),
    }
    error = named.get("error", named.get("errors"))
    if isinstance(error, str):
        is_code = re.fullmatch(_CODE, error) and not found["code"]
        inner = {"code" if is_code else "details" if found["message"] else "message": error}
        found["message"] = found["message"] or error
    else:
        inner = _fields(error) or ({"message": _plain(error)} if error else {})
    return {name: text for name in found if (text := inner.get(name) or found[name])}


def _words(value: Any) -> str:
    return _fields(value).get("message") or _plain(value)


def _plain(value: Any) -> str:
    """A text, or another value as JSON; nothing for a bool or a null, which have no words."""
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value if isinstance(value, str) else ""
    return msgspec.json.encode(value).decode()


def _page(text: str) -> str:
    """The words of a web page: its title, or else its text."""
    title = re.search(_TITLE, text)
    words = html.unescape((title and title[1].strip()) or re.sub(_MARKUP, " ", text))
    words = _short(" ".join(words.split()), _LONGEST - len(A_PAGE) - 1)
    return f"{words} {A_PAGE}".lstrip()


def _short(text: str, longest: int = _LONGEST) -> str:
    """A text without control characters, which are escaped, cut if it is long."""
    shown = printable(text.strip()[: longest + 1])
    return shown if len(shown) <= longest else shown[: longest - 1] + "\u2026"
