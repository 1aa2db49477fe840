"""Text that is compared without regard to case and accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from kalshi_overlay.errors import InvalidRequestError


def folded(text: str) -> str:
    """A text without case and accents: São Tomé becomes sao tome."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def folded_words(words: Any) -> tuple[str, ...]:
    """The words to search for; none if that is None.

    Raises:
        InvalidRequestError: It is no text, or has no word.
    """
    if words is None:
        return ()
    if not isinstance(words, str) or not words.split():
        raise InvalidRequestError(
            "words", f"{words!r} has no word; give a text such as 'bitcoin price', or leave it out"
        )
    return tuple(folded(words).split())


def has_words(words: tuple[str, ...], texts: Iterable[Any]) -> bool:
    """Whether each word is in one of the texts; what is no text is passed over."""
    if not words:
        return True
    everything = folded("\n".join(text for text in texts if isinstance(text, str)))
    return all(word in everything for word in words)
