"""Read a body whatever flaws it has: its encoding, bytes that are no text, odd numbers, and more behind its JSON."""

from __future__ import annotations

import json
from typing import Any

import msgspec

_STARTS = (b"{", b"[", b'"')
# Numbers stay texts: the int of a few thousand digits and the float beyond the largest raise errors.
_LENIENT = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)


def text_of(content: bytes) -> str:
    """A body as text, without a byte-order mark and white space around it; what is no text is replaced."""
    return content.decode(_encoding(content), "replace").strip().lstrip("\ufeff").lstrip()


def as_utf8(content: bytes) -> bytes | None:
    """A body with a byte-order mark, or in another encoding of Unicode, in UTF-8; None for any other."""
    return None if _encoding(content) == "utf-8" else text_of(content).encode()


def json_in(content: bytes) -> Any:
    """The JSON in a body, as far as it can be read; None where there is none.

    For what decides on money, use `decoding.decode`: this passes over flaws, such as anything behind an object.
    """
    text = text_of(content)
    try:
        return msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeError):
        pass
    except RecursionError:
        return None
    try:
        value, end = _LENIENT.raw_decode(text)
        is_object = isinstance(value, dict) or (isinstance(value, list) and value[:1] and isinstance(value[0], dict))
        if not is_object and (text[end:] or not text.startswith(("[", '"'))):
            # Other text, such as "404 page not found".
            return None
        # Halves of characters are replaced.
        return msgspec.json.decode(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return None


def _encoding(content: bytes) -> str:
    start = content[:16].lstrip()
    is_wide = b"\0" in start[:2] and start[:4].strip(b"\0").startswith(_STARTS)
    if is_wide or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return json.detect_encoding(content)
    return "utf-8-sig" if start.startswith(b"\xef\xbb\xbf") else "utf-8"
