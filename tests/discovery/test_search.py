"""Searching for markets and series."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_overlay.discovery import rolling, search, series
from kalshi_overlay.discovery.words import folded, has_words
from kalshi_overlay.errors import (
    InvalidRequestError,
    KalshiError,
    KalshiServerError,
    UnusableAnswerError,
)
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.faults import Status
from kalshi_sandbox.validation import CheckedRequest
from tests.discovery.conftest import MODES, TRADED, Finder, give_small_pages

BITCOIN = ["KXBTC15M-26OCT0101-00", "KXBTC15M-26OCT0102-00", "KXBTC15M-26OCT0230-00"]
CAFE = ["KXCAFE-26OCT-T3", "KXCAFE-26OCT-T4"]
COMBO = "KXMVECROSS-SHARD1-S1-A"
each_mode = pytest.mark.parametrize("mode", MODES)


@each_mode
def test_without_conditions_it_gives_all_that_trade_but_no_combos(finder: Finder, mode: str) -> None:
    found = finder.tickers(mode)
    assert found[3:] == [*BITCOIN, *CAFE]
    assert len(found) == 8
    assert finder.asked == ["/markets?limit=1000&status=open&mve_filter=exclude"]


@each_mode
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kxcafe", CAFE),
        ("CAFÉ", CAFE),
        # Those of the event's title, in another order and without accents.
        ("paulo creme SAO", CAFE),
        # One of the event, one of the market.
        ("paulo t4", ["KXCAFE-26OCT-T4"]),
        ("above 3 €", ["KXCAFE-26OCT-T3"]),
        ("cafe bitcoin", []),
    ],
)
def test_each_word_must_be_in_the_market_or_its_event(finder: Finder, mode: str, words: str, found: list[str]) -> None:
    assert finder.tickers(mode, words) == found


@each_mode
def test_series_are_listed_by_the_exchange_in_the_order_given(finder: Finder, mode: str) -> None:
    assert finder.tickers(mode, series=["KXCAFE", "KXBTC15M", "KXCAFE"]) == [*CAFE, *BITCOIN]
    assert [asked.split("&")[1] for asked in finder.asked] == ["series_ticker=KXCAFE", "series_ticker=KXBTC15M"]


@each_mode
def test_a_category_or_a_tag_is_that_of_the_series(finder: Finder, mode: str) -> None:
    assert finder.tickers(mode, category="Crypto") == BITCOIN
    # The primary category of this series is another one.
    assert finder.tickers(mode, category="Commodities") == CAFE
    assert finder.tickers(mode, tags=["Food", "BTC"]) == [*BITCOIN, *CAFE]
    assert finder.tickers(mode, tags="BTC", series="KXBTC15M") == BITCOIN


@each_mode
def test_many_series_are_looked_for_among_all_markets(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = finder.tickers(mode, tags=["Food", "BTC"])
    finder.asked.clear()
    monkeypatch.setattr(search, "_FEW_SERIES", 1)
    assert finder.tickers(mode, tags=["Food", "BTC"]) == few
    assert [asked for asked in finder.asked if "series_ticker" in asked] == []


@each_mode
def test_the_close_time_is_between_the_bounds_and_at_neither(finder: Finder, mode: str) -> None:
    hour, now = timedelta(hours=1), finder.now
    assert finder.tickers(mode, closes_after=now + hour, closes_before=now + 30 * hour) == [BITCOIN[1]]
    assert finder.tickers(mode, closes_before=now + 2 * hour, series="KXBTC15M") == [BITCOIN[0]]
    just_before = now + 2 * hour - timedelta(microseconds=1)
    assert finder.tickers(mode, closes_after=just_before, series="KXBTC15M") == BITCOIN[1:]
    # Without a status the exchange compares it, and only in seconds.
    assert "close_ts" not in "".join(finder.asked)
    assert finder.tickers(mode, closes_after=just_before, series="KXBTC15M", status=None) == BITCOIN[1:]
    assert finder.tickers(mode, closes_after=now + 2 * hour, series="KXBTC15M", status=None) == BITCOIN[2:]
    assert "min_close_ts=" in finder.asked[-1]


@each_mode
def test_status_and_combos_are_chosen_by_the_exchange(finder: Finder, mode: str) -> None:
    assert finder.tickers(mode, status="paused") == ["KXCAFE-26OCT-T5"]
    assert finder.tickers(mode, status="closed") == []
    assert finder.tickers(mode, mve_filter="only") == [COMBO]
    assert finder.tickers(mode, "cross", mve_filter="only") == [COMBO]
    assert finder.asked[-1] == "/events/multivariate?limit=200&tickers=KXMVECROSS-SHARD1-S1"
    assert finder.tickers(mode, "cross", mve_filter=None) == [COMBO]
    assert finder.asked[-1] == "/events/multivariate?limit=200&tickers=KXMVECROSS-SHARD1-S1"
    assert COMBO in finder.tickers(mode, mve_filter=None)


@each_mode
def test_the_least_volume_counts(finder: Finder, mode: str) -> None:
    assert finder.tickers(mode, min_volume=3) == finder.tickers(mode, min_volume_24h="3.00") == [TRADED]
    assert finder.tickers(mode, min_volume="3.01") == finder.tickers(mode, min_volume_24h=4) == []
    assert len(finder.tickers(mode, min_volume=0, min_volume_24h=Decimal(0))) == 8


@each_mode
def test_a_market_that_moves_to_a_later_page_comes_once(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_small_pages(monkeypatch, 3)
    answer, pages = finder.exchange.answers.handlers["GetMarkets"], list[list[Any]]()

    def repeating(request: CheckedRequest) -> Answer:
        body = answer(request).body
        pages.append(body["markets"])
        return Answer(200, {**body, "markets": [*pages[0], *body["markets"]]})

    expected = finder.tickers(mode)
    monkeypatch.setitem(finder.exchange.answers.handlers, "GetMarkets", repeating)
    assert finder.tickers(mode) == expected
    assert len(pages) == 3


@each_mode
def test_an_answer_without_its_list_is_an_error_and_not_an_empty_result(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for operation, body, named in (
        ("GetSeriesList", {"series": 5}, {"category": "Crypto"}),
        ("GetMarkets", {"markets": [], "cursor": 5}, {}),
        ("GetMarkets", {"markets": {}, "cursor": ""}, {}),
    ):
        with monkeypatch.context() as patch:
            patch.setitem(finder.exchange.answers.handlers, operation, lambda _, body=body: Answer(200, body))
            with pytest.raises(UnusableAnswerError, match=operation):
                finder.tickers(mode, **named)


@each_mode
def test_a_null_in_place_of_the_list_is_asked_again_before_it_is_believed(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything, nulls = finder.tickers(mode), iter([True])
    answer = finder.exchange.answers.handlers["GetMarkets"]

    def null_once(request: CheckedRequest) -> Answer:
        return Answer(200, {"markets": None, "cursor": ""}) if next(nulls, False) else answer(request)

    monkeypatch.setitem(finder.exchange.answers.handlers, "GetMarkets", null_once)
    assert finder.tickers(mode) == everything != []


@each_mode
def test_what_a_market_lacks_it_is_not_compared_by(finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = finder.exchange.answers.handlers["GetMarkets"]

    def without_volume(request: CheckedRequest) -> Answer:
        body = answer(request).body
        lacking = [{name: value for name, value in each.items() if name != "volume_fp"} for each in body["markets"]]
        return Answer(200, {**body, "markets": lacking})

    monkeypatch.setitem(finder.exchange.answers.handlers, "GetMarkets", without_volume)
    assert len(finder.tickers(mode)) == 8
    with pytest.raises(UnusableAnswerError, match="T100000 came without volume_fp, so whether it matches is not known"):
        finder.tickers(mode, min_volume=1)


@each_mode
def test_an_event_without_its_series_is_an_error_where_the_series_matters(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = finder.exchange.answers.handlers["GetEvents"]

    def without_series(request: CheckedRequest) -> Answer:
        body = answer(request).body
        return Answer(200, {**body, "events": [{**each, "series_ticker": None} for each in body["events"]]})

    monkeypatch.setitem(finder.exchange.answers.handlers, "GetEvents", without_series)
    monkeypatch.setattr(search, "_FEW_SERIES", 0)
    assert finder.tickers(mode, "paulo") == CAFE
    with pytest.raises(UnusableAnswerError, match="KXBTCD-26DEC31 came without series_ticker"):
        finder.tickers(mode, category="Crypto")


@each_mode
def test_all_pages_are_read_and_the_first_markets_come_before_the_second_page(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = finder.tickers(mode)
    give_small_pages(monkeypatch)
    assert finder.tickers(mode) == everything
    assert finder.tickers(mode, "26") == everything
    finder.asked.clear()
    assert first_of(finder, mode) == everything[0]
    assert len(finder.asked) == 1


def first_of(finder: Finder, mode: str) -> str:
    """The first market, of which no more than a page was read."""
    if mode == "sync":
        return next(search.sync(client=finder.client)).ticker

    async def first() -> str:
        found = search.asyncio(client=finder.async_client)
        return (await anext(found)).ticker

    return finder.runner.run(first())


@each_mode
def test_a_page_that_fails_is_an_error_after_the_markets_before_it(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_small_pages(monkeypatch, 3)
    finder.exchange.faults.add(Status(500), operation="GetMarkets", nth=2)
    before, error = until_error(finder, mode)
    finder.exchange.faults.clear()
    assert len(before) == 3
    assert isinstance(error, KalshiServerError)


def until_error(finder: Finder, mode: str) -> tuple[list[str], KalshiError | None]:
    """The markets that a search gives before it fails, and how it fails."""
    found: list[str] = []

    async def search_all() -> None:
        async for market in search.asyncio(client=finder.async_client):
            found.append(market.ticker)

    try:
        if mode == "sync":
            found.extend(market.ticker for market in search.sync(client=finder.client))
        else:
            finder.runner.run(search_all())
    except KalshiError as error:
        return found, error
    return found, None


@each_mode
def test_an_event_that_the_list_does_not_show_yet_is_read_by_itself(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        finder.exchange.answers.handlers, "GetEvents", lambda _: Answer(200, {"events": [], "cursor": ""})
    )
    assert finder.tickers(mode, "paulo", series="KXCAFE") == CAFE
    assert finder.asked[-1] == "/events/KXCAFE-26OCT"
    monkeypatch.setitem(finder.exchange.answers.handlers, "GetEvent", unknown)
    with pytest.raises(UnusableAnswerError, match="KXBTCD-26DEC31 has markets, and the exchange doesn't show it"):
        finder.tickers(mode, "bitcoin")


def unknown(request: CheckedRequest) -> Answer:
    """Answer that there is no such event."""
    raise ErrorAnswer(404, "not_found", "not found", request.path["event_ticker"])


@each_mode
@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("words", "  ", "'  ' has no word"),
        ("words", 5, "5 has no word"),
        ("series", "", "'' has no ticker"),
        ("series", [], r"\[\] has no ticker"),
        ("category", " ", "' ' is no category"),
        ("tags", [], r"\[\] has no tag"),
        ("tags", "BTC,ETH", "with a comma"),
        ("closes_after", datetime(2026, 1, 1), "no datetime with a time zone"),
        ("closes_before", 1_790_856_000, "no datetime with a time zone"),
        ("status", "active", "'active' is none of unopened, open, paused, closed, settled"),
        ("mve_filter", "include", "'include' is none of exclude, only"),
        ("min_volume", 1.5, "must be a Decimal, int or str, not float"),
        ("min_volume_24h", "much", "not a finite number"),
    ],
)
def test_bad_arguments_are_refused_at_once_and_nothing_is_sent(
    finder: Finder, mode: str, field: str, value: Any, problem: str
) -> None:
    call: Callable[..., Any] = search.sync if mode == "sync" else search.asyncio
    with pytest.raises(InvalidRequestError, match=f"{field}: .*{problem}"):
        call(client=finder.client, **{field: value})
    assert finder.asked == []


def test_a_window_that_ends_before_it_begins_is_refused(finder: Finder) -> None:
    for end in (finder.now, finder.now - timedelta(days=1)):
        with pytest.raises(InvalidRequestError, match=r"closes_before: .* is not after closes_after, .*could match"):
            search.sync(client=finder.client, closes_after=finder.now, closes_before=end)


@each_mode
def test_an_unknown_category_or_tag_is_an_error_that_says_what_to_write(finder: Finder, mode: str) -> None:
    for field, problem in (
        ({"category": "crypto"}, "category: no series has the category 'crypto', .* write 'Crypto'"),
        ({"category": "Weather"}, "category: .*'Weather'.*; some that exist: Crypto, Economics, Financials"),
        ({"category": "weather", "tags": ["BTC"]}, "category: .*'weather'"),
        ({"tags": "food"}, "tags: no series has a tag of 'food'; write 'Food'"),
        ({"tags": "Food", "category": "Crypto"}, "tags: no series in the category 'Crypto' has .* exist: 15 min, BTC"),
        ({"tags": "BTC", "series": "KXCAFE"}, "series: none of KXCAFE has this category and one of these tags"),
    ):
        with pytest.raises(InvalidRequestError, match=problem):
            finder.tickers(mode, **field)


@each_mode
def test_an_unknown_series_is_an_error_and_one_without_markets_is_not(finder: Finder, mode: str) -> None:
    with pytest.raises(InvalidRequestError, match="series: the exchange has no series 'KXBTCDD'"):
        finder.tickers(mode, series="KXBTCDD")
    assert finder.tickers(mode, series="KXBTC15M", status="settled") == []


@each_mode
def test_series_are_found_by_words_category_and_tags(finder: Finder, mode: str) -> None:
    def found(*words: str, **named: Any) -> list[str]:
        return [each.ticker for each in finder.call(series, mode, *words, **named)]

    assert found() == ["KXBTC15M", "KXBTCD", "KXCAFE", "KXMVECROSS"]
    assert found("CAFE") == found("food") == found(category="Commodities") == ["KXCAFE"]
    assert found("bitcoin", tags=["15 min", "Food"]) == ["KXBTC15M"]
    assert found("bitcoin", category="Economics") == []
    with pytest.raises(InvalidRequestError, match="words"):
        found("")


def test_case_and_accents_make_no_difference() -> None:
    assert folded("São Tomé ﬁnal STRASSE straße") == "sao tome final strasse strasse"
    assert has_words(("sao", "tom"), ["x", "São Tomé"])
    # A word is not made of the end of one text and the beginning of the next.
    assert not has_words(("ab",), ["a", "b"])
    assert has_words((), [])


def test_an_asynchronous_search_that_is_left_early_leaves_nothing_behind(
    finder: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_small_pages(monkeypatch)

    async def leave() -> int:
        found = search.asyncio(client=finder.async_client)
        async for _ in found:
            break
        await found.aclose()  # type: ignore[attr-defined]
        return len(asyncio.all_tasks())

    assert finder.runner.run(leave()) == 1


@each_mode
@pytest.mark.parametrize("name", ["ticker", "event_ticker"])
def test_markets_without_their_tickers_are_an_error_and_not_left_out(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    answer = finder.exchange.answers.handlers["GetMarkets"]

    def without(request: CheckedRequest) -> Answer:
        body = answer(request).body
        return Answer(200, {**body, "markets": [{**each, name: None} for each in body["markets"]]})

    monkeypatch.setitem(finder.exchange.answers.handlers, "GetMarkets", without)
    with pytest.raises(UnusableAnswerError, match=f"Market.{name} is missing"):
        finder.tickers(mode, "up")
    with pytest.raises(UnusableAnswerError, match=f"Market.{name} is missing"):
        finder.call(rolling, mode, "KXBTC15M", at=finder.now)


@each_mode
@pytest.mark.parametrize("row", [None, "KXBTC15M", []])
def test_what_is_no_row_of_a_list_is_an_error(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch, row: Any
) -> None:
    handlers = finder.exchange.answers.handlers
    for operation, name in (("GetMarkets", "markets"), ("GetSeriesList", "series")):
        usual = handlers[operation]

        def with_row(request: CheckedRequest, usual: Any = usual, name: str = name) -> Answer:
            body = usual(request).body
            return Answer(200, {**body, name: [*body[name], row]})

        monkeypatch.setitem(handlers, operation, with_row)
    with pytest.raises(UnusableAnswerError, match="not all markets of an answer are objects"):
        finder.tickers(mode)
    with pytest.raises(UnusableAnswerError, match="not all series of an answer are objects"):
        finder.call(series, mode)


@each_mode
def test_series_without_their_tickers_are_an_error_and_not_left_out(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"series": [{"title": "one"}, {"title": "another"}]}
    monkeypatch.setitem(finder.exchange.answers.handlers, "GetSeriesList", lambda request: Answer(200, body))
    with pytest.raises(UnusableAnswerError, match=r"Series\.ticker is missing"):
        finder.call(series, mode)


@each_mode
def test_an_answer_without_the_event_is_an_error(finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    handlers = finder.exchange.answers.handlers
    monkeypatch.setitem(handlers, "GetEvents", lambda request: Answer(200, {"events": [], "cursor": ""}))
    monkeypatch.setitem(handlers, "GetEvent", lambda request: Answer(200, {"event": None}))
    with pytest.raises(UnusableAnswerError, match="GetEvent answered without the event KX"):
        finder.tickers(mode, "up")
