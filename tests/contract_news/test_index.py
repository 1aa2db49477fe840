from __future__ import annotations

import pytest

from scripts.contract_news.feed import FeedError
from scripts.contract_news.index import MAXIMUM_SPECS, Pages, read
from tests.walking import walked

from . import INDEX

BASE = "https://docs.kalshi.com/llms.txt"


def pages(text: str) -> Pages:
    return read(text.encode(), BASE)


def test_an_index_that_lists_the_register_has_nothing_to_say() -> None:
    assert pages(INDEX) == Pages((), ())


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("- [fix](https://docs.kalshi.com/fix_openapi.yaml): Orders.", "https://docs.kalshi.com/fix_openapi.yaml"),
        ("- [fix](/fix_openapi.yml)", "https://docs.kalshi.com/fix_openapi.yml"),
        ("- [fix](specs/fix_asyncapi.json)", "https://docs.kalshi.com/specs/fix_asyncapi.json"),
        ("See https://docs.kalshi.com/v3/OpenAPI.yaml.", "https://docs.kalshi.com/v3/OpenAPI.yaml"),
        ("- [a](<https://other.example/asyncapi-2.yaml?a=b#c>)", "https://other.example/asyncapi-2.yaml"),
    ],
)
def test_a_spec_that_the_register_does_not_follow_is_named_once(line: str, address: str) -> None:
    assert pages(f"{INDEX}{line}\n{line}\n") == Pages((address,), ())


@walked(
    "line",
    [
        "- [openapi](http://DOCS.kalshi.com/openapi.yaml#a)",
        "- [openapi](/openapi.yaml)",
        "- [page](https://docs.kalshi.com/openapi.yaml.md)",
        "- [page](https://docs.kalshi.com/openapi/markets.md)",
        "- [picture](https://docs.kalshi.com/asyncapi.png)",
        "- [mail](mailto:openapi.yaml)",
        "- [script](javascript:openapi.yaml)",
        "- [host](https://[::1/openapi.yaml)",
        "Your own openapi.yaml is no page.",
    ],
)
def test_another_page_and_a_spec_that_is_followed_are_not_named(line: str) -> None:
    assert pages(f"{INDEX}{line}\n") == Pages((), ())


def test_a_spec_of_the_register_that_is_not_listed_is_named() -> None:
    moved = INDEX.replace("klear_openapi", "scm_openapi")
    assert pages(moved) == Pages(("https://docs.kalshi.com/scm_openapi.yaml",), ("klear",))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it has no link"),
        (b"<html><body>Gone</body></html>", "it has no link"),
        (b"\xff\xfe[a](b)", "not an index in UTF-8"),
        (b"".join(b"[a](/%d_openapi.yaml)\n" % at for at in range(MAXIMUM_SPECS + 1)), "more than 100 specs"),
    ],
)
def test_what_is_no_index_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        read(content, BASE)


def test_an_index_may_name_as_many_specs_as_the_limit() -> None:
    assert len(pages("".join(f"[a](/{at}_openapi.yaml)" for at in range(MAXIMUM_SPECS))).unfollowed) == MAXIMUM_SPECS


def test_an_address_is_printable_and_has_a_limit() -> None:
    (address,) = pages(f"[a](https://a.example/\x1b[2J{'a' * 1900}openapi.yaml)").unfollowed or ("",)
    assert address == ""
    (address,) = pages(f"[a](https://a\u202e.example/{'a/' * 900}openapi.yaml)").unfollowed
    assert address.isprintable()
    assert len(address) <= 500
