"""Lists that are kept, and read again in the background."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest

from kalshi_overlay import clock
from kalshi_overlay.discovery import Cache, listings, rolling, search, series
from kalshi_overlay.errors import ClientStateError, InvalidRequestError, KalshiServerError
from kalshi_overlay.flow import run
from kalshi_sandbox.faults import Status
from tests.discovery.conftest import MODES, Finder, give_small_pages

each_mode = pytest.mark.parametrize("mode", MODES)
# Seconds between two rounds in the background, and the longest that a test waits for one.
SOON, LONG = 0.01, 20.0


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that ages are measured by, which a test moves."""
    now = [1000.0]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    return now


@each_mode
def test_a_list_is_read_once_until_it_is_too_old(finder: Finder, mode: str, seconds: list[float]) -> None:
    cache = Cache(max_age=30)
    first = finder.tickers(mode, cache=cache)
    assert finder.tickers(mode, cache=cache, min_volume=0) == first
    assert len(finder.asked) == 1
    seconds[0] += 30
    assert finder.tickers(mode, cache=cache) == first
    assert len(finder.asked) == 1
    seconds[0] += 0.001
    assert finder.tickers(mode, cache=cache) == first
    assert len(finder.asked) == 2


@each_mode
def test_searches_with_other_words_share_a_list_and_its_events(finder: Finder, mode: str) -> None:
    cache = Cache()
    assert finder.tickers(mode, "paulo", cache=cache) == finder.tickers(mode, "cafe", cache=cache)
    assert len(finder.asked) == 2
    # Without words the events are not needed: that is another list.
    finder.tickers(mode, cache=cache)
    assert len(finder.asked) == 3


@each_mode
def test_series_and_where_they_are_are_kept_too(finder: Finder, mode: str) -> None:
    cache = Cache()
    for _ in range(2):
        assert [each.ticker for each in finder.call(series, mode, category="Crypto", cache=cache)] == ["KXBTC15M"]
        assert finder.call(rolling, mode, "KXBTC15M", at=finder.now, cache=cache).current is not None
        assert len(finder.tickers(mode, category="Crypto", cache=cache)) == 3
    assert len(finder.asked) == 3
    assert len(cache) == 1 + 3 + 3
    cache.clear()
    assert len(cache) == 0


def test_the_age_is_counted_from_the_beginning_of_the_reading(
    finder: Finder, seconds: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    give_small_pages(monkeypatch, 3)
    cache = Cache(max_age=30)
    for _ in search.sync(client=finder.client, cache=cache):
        seconds[0] += 4
    asked = len(finder.asked)
    finder.tickers("sync", cache=cache)
    assert len(finder.asked) == 2 * asked


@each_mode
def test_a_search_that_was_left_early_or_failed_is_not_kept(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_small_pages(monkeypatch, 3)
    cache = Cache()
    if mode == "sync":
        next(search.sync(client=finder.client, cache=cache))
    else:
        finder.runner.run(first(search.asyncio(client=finder.async_client, cache=cache)))
    assert len(cache) == 0
    finder.exchange.faults.add(Status(500), operation="GetMarkets", nth=3)
    with pytest.raises(KalshiServerError):
        finder.tickers(mode, cache=cache)
    finder.exchange.faults.clear()
    assert len(cache) == 0


async def first(found: Any) -> Any:
    """The first of an asynchronous iterator."""
    return await anext(found)


def test_the_lists_used_least_recently_make_way_for_others(finder: Finder) -> None:
    cache = Cache(max_count=6)
    bitcoin, cafe, crypto = {"series": "KXBTC15M"}, {"series": "KXCAFE"}, {"series": "KXBTCD"}
    for named in (bitcoin, cafe, bitcoin):
        finder.tickers("sync", cache=cache, **named)
    assert (len(cache), len(finder.asked)) == (3 + 2, 2)
    finder.tickers("sync", cache=cache, **crypto)
    assert len(cache) == 6
    finder.tickers("sync", cache=cache, **bitcoin)
    assert len(finder.asked) == 3
    finder.tickers("sync", cache=cache, **cafe)
    assert len(finder.asked) == 4
    # One that is longer than the bound is given, and not kept.
    assert len(finder.tickers("sync", cache=cache)) == 8
    assert len(cache) <= 6
    # One without markets is an answer as well.
    small = Cache(max_count=1)
    for _ in range(2):
        assert finder.tickers("sync", cache=small, series="KXCAFE", status="closed") == []
    assert len(small) == 1


def test_other_tasks_run_while_a_kept_list_is_compared(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_PAGE", 2)
    turns: list[None] = []

    async def others() -> None:
        while True:
            turns.append(None)
            await asyncio.sleep(0)

    async def compare() -> int:
        cache = Cache()
        for _ in range(2):
            task = asyncio.create_task(others())
            turns.clear()
            found = [each async for each in search.asyncio(client=finder.async_client, cache=cache)]
            task.cancel()
        return len(found)

    assert finder.runner.run(compare()) == 8
    assert len(finder.asked) == 1
    assert len(turns) >= 4


def test_the_lists_of_another_exchange_are_others(finder: Finder) -> None:
    cache = Cache()
    finder.tickers("sync", cache=cache)
    other = finder.exchange.public_client()
    other._base_url = other._base_url.replace("127.0.0.1", "localhost")
    assert cache.get(other, listings.MarketListing(status="open")) is None
    assert cache.get(finder.client, listings.MarketListing(status="open")) is not None
    other.close()


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), "30", True, None])
def test_bounds_have_to_be_numbers_above_0(finder: Finder, value: Any) -> None:
    for named in ({"max_age": value}, {"max_count": value}):
        with pytest.raises(InvalidRequestError, match=f"{next(iter(named))}: .* is not a finite number above 0"):
            Cache(**named)
    if value is not None:
        with pytest.raises(InvalidRequestError, match="every: "):
            Cache().refreshing(finder.client, every=value)


def until(is_so: Any) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + LONG
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(SOON / 4)


async def until_async(is_so: Any) -> None:
    """Wait until something is so, and let others run."""
    async with asyncio.timeout(LONG):
        while not is_so():
            await asyncio.sleep(SOON / 4)


def test_a_thread_reads_again_what_was_used_and_ends_with_the_block(finder: Finder) -> None:
    cache = Cache(max_age=60)
    expected = finder.tickers("sync", cache=cache, series="KXCAFE")
    with cache.refreshing(finder.client, every=SOON) as refreshing:
        until(lambda: len(finder.asked) >= 2)
        # Nobody has used it since.
        time.sleep(5 * SOON)
        assert len(finder.asked) == 2
        assert finder.tickers("sync", cache=cache, series="KXCAFE") == expected
        until(lambda: len(finder.asked) >= 3)
        assert refreshing.error is None
    assert [thread for thread in threading.enumerate() if thread.name == "kalshi-discovery"] == []
    asked = len(finder.asked)
    finder.tickers("sync", cache=cache, series="KXCAFE")
    time.sleep(5 * SOON)
    assert len(finder.asked) == asked


def test_a_task_reads_again_what_was_used_and_ends_with_the_block(finder: Finder) -> None:
    async def refresh() -> None:
        cache = Cache(max_age=60)
        async for _ in search.asyncio(client=finder.async_client, cache=cache, series="KXCAFE"):
            pass
        async with cache.refreshing(finder.async_client, every=SOON) as refreshing:
            await until_async(lambda: len(finder.asked) >= 2)
            assert refreshing.error is None
            assert len(asyncio.all_tasks()) == 2
        assert len(asyncio.all_tasks()) == 1

    finder.runner.run(refresh())


def test_the_first_round_begins_after_the_seconds_between_two(finder: Finder) -> None:
    async def refresh() -> None:
        cache = Cache(max_age=60)
        async for _ in search.asyncio(client=finder.async_client, cache=cache):
            pass
        async with cache.refreshing(finder.async_client):
            await asyncio.sleep(5 * SOON)

    finder.runner.run(refresh())
    assert len(finder.asked) == 1
    cache = Cache(max_age=60)
    finder.tickers("sync", cache=cache)
    with cache.refreshing(finder.client):
        time.sleep(5 * SOON)
    assert len(finder.asked) == 2


def test_what_is_read_in_the_background_is_as_young_as_its_reading(finder: Finder, seconds: list[float]) -> None:
    cache = Cache(max_age=30)
    expected = finder.tickers("sync", cache=cache)
    seconds[0] += 20
    with cache.refreshing(finder.client, every=SOON) as refreshing:
        until(lambda: len(finder.asked) == 2)
    assert refreshing.error is None
    seconds[0] += 20
    assert finder.tickers("sync", cache=cache) == expected
    assert len(finder.asked) == 2
    # What is too old is forgotten, and not read again.
    seconds[0] += 31
    run(cache.refresh(finder.client))
    assert (len(cache), len(finder.asked)) == (0, 2)


def test_what_fails_in_the_background_never_makes_a_list_older_than_it_may_be(
    finder: Finder, seconds: list[float]
) -> None:
    cache = Cache(max_age=30)
    expected = finder.tickers("sync", cache=cache)
    finder.exchange.faults.add(Status(500), operation="GetMarkets")
    with cache.refreshing(finder.client, every=SOON) as refreshing:
        until(lambda: refreshing.error is not None)
        assert isinstance(refreshing.error, KalshiServerError)
        assert finder.tickers("sync", cache=cache) == expected
        seconds[0] += 31
        with pytest.raises(KalshiServerError):
            finder.tickers("sync", cache=cache)
        finder.exchange.faults.clear()
        assert finder.tickers("sync", cache=cache) == expected
        until(lambda: refreshing.error is None)


def test_an_error_in_the_block_of_a_task_ends_it_too(finder: Finder) -> None:
    async def fail() -> None:
        async with Cache().refreshing(finder.async_client, every=SOON):
            raise ZeroDivisionError

    async def survive() -> None:
        with pytest.raises(ZeroDivisionError):
            await fail()
        assert len(asyncio.all_tasks()) == 1

    finder.runner.run(survive())


def test_it_can_be_started_once(finder: Finder) -> None:
    refreshing = Cache().refreshing(finder.client)
    with refreshing:
        pass
    with pytest.raises(ClientStateError, match="started before"), refreshing:
        pass


def test_threads_share_a_cache(finder: Finder) -> None:
    cache, found = Cache(max_count=6), list[list[str]]()

    def look(name: str) -> None:
        for _ in range(20):
            found.append(finder.tickers("sync", cache=cache, series=name))

    threads = [threading.Thread(target=look, args=(name,)) for name in ("KXCAFE", "KXBTC15M", "KXBTCD")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted({len(each) for each in found}) == [2, 3]
    assert len(found) == 60
    assert len(cache) <= 6
