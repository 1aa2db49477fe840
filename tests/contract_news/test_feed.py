from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.contract_news import feed
from scripts.contract_news.feed import Entry, FeedError, read
from tests.walking import walked

from ..loopback import listening, stays_silent
from . import CHANGELOG, atom, item, rss

MARKUP = "<p>The <code>fill</code> channel has <b>fee&amp;cost</b>.<br/>1 < 2</p>"


def only(content: bytes) -> Entry:
    (entry,) = read(content)
    return entry


def refusal(content: bytes) -> str:
    """The message of the refusal, which is one line."""
    with pytest.raises(FeedError) as caught:
        read(content)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 400
    return message


def test_an_entry_of_rss_is_read_with_its_date_title_link_words_and_labels() -> None:
    link = f"{CHANGELOG}#oct-7%2C-2026"
    content = rss(
        "<item><title><![CDATA[Fees & more]]></title><description><![CDATA[Now with `fee_cost`]]></description>"
        f'<link>{link}</link><guid isPermaLink="true">{link}</guid><category>Breaking Change</category>'
        "<category>Upcoming</category><pubDate>Wed, 07 Oct 2026 23:30:00 -0400</pubDate></item>"
    )
    assert only(content) == Entry(
        identity=link,
        date=datetime(2026, 10, 8, 3, 30, tzinfo=UTC),
        title="Fees & more",
        link=link,
        words="Now with `fee_cost`",
        categories=("Breaking Change", "Upcoming"),
    )


def test_an_entry_of_atom_is_read_as_one_of_rss_is() -> None:
    content = atom(
        "<entry><source><id>urn:other</id><title>Of another feed</title></source>"
        "<title>Fees</title><id>urn:7</id><updated>2026-10-09T00:00:00Z</updated>"
        "<published>2026-10-07T22:00:00+02:00</published><category term='Change'/><summary>Soon.</summary>"
        f"<link rel='self' href='{CHANGELOG}.xml'/><link href='{CHANGELOG}#fees'/></entry>"
    )
    date = datetime(2026, 10, 7, 20, tzinfo=UTC)
    assert only(content) == Entry("urn:7", date, "Fees", f"{CHANGELOG}#fees", "Soon.", ("Change",))
    updated = atom("<entry><title>Fees</title><id>urn:7</id><updated>2026-10-09T00:00:00Z</updated></entry>")
    assert only(updated).date == datetime(2026, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        rss(item(words=MARKUP)),
        rss(item(**{"content:encoded": MARKUP})),
        rss(item(words=MARKUP, **{"content:encoded": MARKUP})),
        atom(f"<entry><title>A</title><content type='html'><![CDATA[{MARKUP}]]></content></entry>"),
        atom(
            "<entry><title>A</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>The "
            "<code>fill</code> channel has <b>fee&amp;cost</b>.<br/>1 &lt; 2</p></div></content></entry>"
        ),
    ],
)
def test_the_words_have_no_tags_and_code_is_between_backticks(content: bytes) -> None:
    assert only(content).words.replace(" .", ".") == "The `fill` channel has fee&cost. 1 < 2"


def test_the_text_and_the_content_of_an_entry_are_both_its_words() -> None:
    assert only(rss(item(words="Short.", **{"content:encoded": "<p>Long.</p>"}))).words == "Short. Long."


@walked("date", ["", "soon", "Wed, 99 Oct 2026 00:00:00 GMT", "2026-13-01", "9" * 5000, "\u0661"])
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    assert only(rss(item(pubDate=date))).date is None


def test_a_date_without_a_zone_is_in_utc() -> None:
    assert only(rss(item(pubDate="Wed, 07 Oct 2026 01:02:03"))).date == datetime(2026, 10, 7, 1, 2, 3, tzinfo=UTC)


def test_an_entry_without_a_title_is_called_by_its_words() -> None:
    assert only(rss(item(title=None, words="word " * 50))).title == ("word " * 50)[:80]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "/changelog", "https://a b", "https://a/<b>", "file:///etc"])
def test_a_link_that_leads_nowhere_on_the_web_is_left_out(link: str) -> None:
    assert only(rss(item(link=link))).link == ""


def test_what_a_terminal_or_a_workflow_log_would_obey_is_gone() -> None:
    hostile = "::error::x \u009b31m ##[group]y \u202e\u2028 &#27;[2J"
    entry = only(rss(item(hostile, hostile, link=hostile, guid=hostile, category=hostile)))
    for text in (entry.title, entry.words, entry.link, entry.identity, *entry.categories):
        assert text.isprintable()
        assert not text.startswith("::")
        assert "##[" not in text


def test_texts_are_cut_at_their_limits() -> None:
    entry = only(rss(item("t" * 9_999, "w" * 99_999, link="https://a/" + "l" * 9_999, guid="g" * 9_999)))
    lengths = len(entry.title), len(entry.words), len(entry.link), len(entry.identity)
    assert lengths == (200, 10_000, 500, 500)
    labels = "".join(f"<category>{'c' * 99}{at}</category>" for at in range(20))
    assert only(rss(f"<item><title>A change</title>{labels}</item>")).categories == ("c" * 40,) * 10


def test_of_the_markup_of_an_entry_so_much_is_read_as_could_have_words() -> None:
    assert only(rss(item(words="<br>" * 4_999 + "end!"))).words == "end!"
    assert only(rss(item(words="<br>" * 5_000 + "end!"))).words == ""


def fingerprint(title: str = "A change", **fields: str) -> str:
    return only(rss(item(title, **fields))).fingerprint


def test_an_entry_is_known_again_whatever_its_date_and_its_words_become() -> None:
    first = fingerprint(guid=f"{CHANGELOG}#a", words="Soon.", pubDate="Wed, 07 Oct 2026 00:00:00 GMT")
    assert fingerprint(guid=f"{CHANGELOG}#a", words="Now.", pubDate="Thu, 15 Oct 2026 00:00:00 GMT") == first
    assert re.fullmatch(r"[0-9a-f]{12}", first)


def test_entries_of_one_day_have_one_guid_and_are_two_entries() -> None:
    day = f"{CHANGELOG}#feb-12%2C-2026"
    assert fingerprint("A change", guid=day) != fingerprint("Another", guid=day)
    assert len(read(rss(item("A change", guid=day), item("Another", guid=day)))) == 2


def test_an_anchor_that_another_entry_of_the_day_has_moved_on_is_known_again() -> None:
    day = f"{CHANGELOG}#feb-12%2C-2026"
    assert fingerprint(guid=f"{day}-2") == fingerprint(guid=day) == fingerprint(guid=f"{day}-13")
    assert fingerprint(guid=f"{CHANGELOG}#feb-12%2C-2025") != fingerprint(guid=day)
    assert fingerprint(guid="urn:release-1") != fingerprint(guid="urn:release-2")


def test_an_entry_without_a_guid_is_known_by_its_link() -> None:
    assert fingerprint(link=f"{CHANGELOG}#a") == fingerprint(guid=f"{CHANGELOG}#a")
    assert fingerprint(link=f"{CHANGELOG}#a") != fingerprint(link=f"{CHANGELOG}#b")


def test_an_entry_that_is_twice_in_a_feed_is_read_once_where_it_comes_first() -> None:
    again = item("First", "Again.", guid="urn:1")
    entries = read(rss(item("First", "Once.", guid="urn:1"), item("Second", guid="urn:2"), again))
    assert [(entry.title, entry.words) for entry in entries] == [("First", "Once."), ("Second", "")]


def test_elements_beside_and_within_an_entry_that_are_not_known_are_left_out() -> None:
    media = "<m:group xmlns:m='urn:media'><title>Of a picture</title><m:title>A picture</m:title></m:group>"
    image = "<image><title>Of the site</title><guid>urn:9</guid></image>"
    assert only(rss(image, f"<item>{media}<title>A change</title></item>", image)) == only(rss(item()))


def test_a_feed_may_be_as_deep_as_the_limit() -> None:
    levels = feed.MAXIMUM_DEPTH - 4
    deepest = f"<item><title>{'<a>' * levels}A change{'</a>' * levels}</title></item>"
    assert only(rss(deepest)).title == "A change"
    with pytest.raises(FeedError, match="nested"):
        read(rss(deepest.replace("A change", "<a/>")))


def test_a_feed_may_have_as_many_entries_and_elements_as_the_limits() -> None:
    assert len(read(rss(*(item(guid=f"urn:{at}") for at in range(1_000))))) == 1_000
    elements = rss().count(b"</") + rss().count(b"/>")
    assert read(rss("<a/>" * (100_000 - elements))) == []
    with pytest.raises(FeedError, match="more than 100,000 elements"):
        read(rss("<a/>" * (100_001 - elements)))


def test_a_name_in_a_refusal_is_cut() -> None:
    name = "a" * 99
    assert refusal(f"<!DOCTYPE {name}><{name}/>".encode()).endswith(f"({name[:37]}...), which is refused")
    assert refusal(f"<{name}/>".encode()).endswith(f"<{name[:77]}...>")


def test_a_feed_without_entries_is_one() -> None:
    assert read(rss()) == read(atom()) == []


LAUGHS = "".join(f'<!ENTITY l{at} "&l{at - 1};&l{at - 1};">' for at in range(1, 40))
REFUSED: dict[str, tuple[bytes, str]] = {
    "entities that expand": (
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss version="2.0"><channel/></rss>'.encode(),
        "document type",
    ),
    "an empty document type": (b'<!DOCTYPE rss><rss version="2.0"><channel/></rss>', "document type (rss)"),
    "a web page": (b"<!doctype html><html><p>Gone</p></html>", "not a feed"),
    "a web page without a document type": (b"<html><body/></html>", "begins with <html>"),
    "an entity that nothing declares": (rss("<item><title>a&nbsp;b</title></item>"), "undefined entity"),
    "an old version": (b'<rss version="0.91"><channel/></rss>', "not RSS 2.0 or Atom"),
    "no version": (b"<rss><channel/></rss>", "not RSS 2.0 or Atom"),
    "another namespace": (b'<feed xmlns="urn:a"><entry/></feed>', "not RSS 2.0 or Atom"),
    "rss 1.0": (b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "not RSS 2.0 or Atom"),
    "half a feed": (rss(item())[:-20], "not a feed"),
    "two roots": (rss() + rss(), "not a feed"),
    "nothing": (b"", "not a feed"),
    "json": (b'{"version": "https://jsonfeed.org/version/1"}', "not a feed"),
    "utf-16": (rss(item()).decode().encode("utf-16"), "UTF-8"),
    "bytes that are no text": (b"\xff\xfe\xfa", "UTF-8"),
    "an entry without a word": (rss(item(title=None, guid="urn:1")), "entry 1 has neither"),
    "a control character": (rss(item("a\x1bb")), "not a feed"),
    "too many entries": (rss(item() * 1_001), "more than 1,000 entries"),
    "too many elements": (rss("<a/>" * 100_001), "more than 100,000 elements"),
    "too deep": (rss(f"<item><title>{'<a>' * 60}"), "nested more than 50"),
    "a long name": (f"<{'a' * 9_999}/>".encode(), "not RSS 2.0 or Atom"),
}


@walked("name", sorted(REFUSED))
def test_what_is_no_feed_is_refused_at_once(name: str) -> None:
    content, reason = REFUSED[name]
    started = time.process_time()
    assert reason in refusal(content)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "form",
    [
        '<!DOCTYPE rss SYSTEM "{0}/a.dtd"><rss version="2.0"><channel/></rss>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "{0}/a">]><rss version="2.0"><channel>&a;</channel></rss>',
        '<!DOCTYPE rss [<!ENTITY % a SYSTEM "{0}/a"> %a;]><rss version="2.0"><channel/></rss>',
    ],
)
def test_nothing_that_a_document_type_names_is_fetched(form: str) -> None:
    with listening(stays_silent) as server:
        assert "document type" in refusal(form.format(server.origin).encode())
        assert server.connections == []


def test_a_stylesheet_and_an_include_are_not_fetched() -> None:
    with listening(stays_silent) as server:
        include = f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{server.origin}/a"/>'
        style = f'<?xml-stylesheet href="{server.origin}/a.xsl" type="text/xsl"?>'.encode()
        content = style + rss(f"<item>{include}<title>A{include}</title></item>").partition(b"\n")[2]
        assert only(content).title == "A"
        assert server.connections == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_feed_that_is_broken_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(rss(item("A", MARKUP, guid="urn:1"), item("B", pubDate="Wed, 07 Oct 2026 00:00:00 GMT")))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9) | st.just(b"<![CDATA["))
    try:
        entries: list[Any] = read(bytes(content))
    except FeedError:
        return
    assert all(entry.title.isprintable() and entry.words.isprintable() for entry in entries)
