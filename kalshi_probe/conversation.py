"""Talk to the stream once, and keep every frame; the checks look at what was kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from attrs import define, field
from websockets.exceptions import ConnectionClosed

from .checking import NotSeenError
from .checks_errors import UNKNOWN_MARKET
from .line import Frame, Line
from .rest import Rest

BOOKS = "orderbook_delta"
_WATCHED = 20
_ANSWERS = ("subscribed", "ok", "error", "unsubscribed")


@define(eq=False)
class Conversation:
    """All that the stream said.

    Attributes:
        rest: For what the checks have to know besides.
        frames: Every frame of the main connection, in order.
        other: Every frame of the second connection, on which other channels are.
        tickers: The markets that were subscribed to, by the part they play: busy, second, settled, untraded.
        pings: Seconds between the pings of a connection without messages, its opening counted as the first.
        watched: Seconds for which that connection was watched.
        ended: Why the main connection ended early; empty if it didn't.
    """

    rest: Rest
    frames: list[Frame] = field(factory=list)
    other: list[Frame] = field(factory=list)
    tickers: dict[str, str] = field(factory=dict)
    pings: list[float] = field(factory=list)
    watched: float = 0.0
    ended: str = ""

    def of(self, step: str, *kinds: str) -> list[Frame]:
        """Frames of a step, of some types only if any are given."""
        return [each for each in (*self.frames, *self.other) if each.step == step and (not kinds or each.kind in kinds)]

    def answers(self, step: str) -> list[Frame]:
        """The answers of a step.

        Raises:
            NotSeenError: There is none.
        """
        found = self.of(step, *_ANSWERS)
        if not found:
            raise NotSeenError(self.ended or "no answer came")
        return found

    def first_sid(self) -> int:
        """The sid of the first subscription.

        Raises:
            NotSeenError: There is none.
        """
        sids = [each.body["sid"] for each in self.of("first", "subscribed")]
        if not sids:
            raise NotSeenError(self.ended or "the first subscribe was not accepted")
        return int(sids[0])

    def snapshots(self) -> list[Frame]:
        """All order book snapshots of markets that exist.

        Raises:
            NotSeenError: There is none.
        """
        found = [each for each in self.frames if each.kind == "orderbook_snapshot" and each.step != "unknown market"]
        if not found:
            raise NotSeenError(self.ended or "no snapshot came")
        return found

    async def hold(self) -> None:
        """Say and hear everything.

        Raises:
            NotSeenError: The stream could not be opened.
        """
        quiet = await Line.open(self.rest)
        opened = asyncio.get_running_loop().time()
        try:
            await self._with(self._of_books, self.frames)
            await self._with(self._of_channels, self.other)
            await quiet.listen("quiet", max(0.0, self.rest.pace.quiet - (asyncio.get_running_loop().time() - opened)))
        except ConnectionClosed:
            self.ended = self.ended or "the exchange ended a connection"
        except NotSeenError as reason:
            self.ended = self.ended or str(reason)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            self.ended = self.ended or f"ended early ({type(error).__name__})"
        finally:
            self.watched = asyncio.get_running_loop().time() - opened
            self.pings = [after - before for before, after in zip([opened, *quiet.pings], quiet.pings, strict=False)]
            await quiet.socket.close()

    async def _with(self, talk: Callable[[Line], Any], kept: list[Frame]) -> None:
        line = await Line.open(self.rest)
        line.frames = kept
        try:
            await talk(line)
        except ConnectionClosed:
            self.ended = "the exchange ended the connection"
        finally:
            await line.socket.close()

    async def _of_books(self, line: Line) -> None:
        markets = await self.rest.markets()
        busy, second = markets[0]["ticker"], markets[min(1, len(markets) - 1)]["ticker"]
        self.tickers |= {"busy": busy, "second": second}
        await line.ask("first", "subscribe", _book_of(busy), channels=[BOOKS], market_tickers=[busy])
        await line.ask("second", "subscribe", _book_of(second), channels=[BOOKS], market_tickers=[second])
        sid = self.first_sid()
        update = "update_subscription"
        await line.ask("snapshot", update, _snapshots(busy), sids=[sid], action="get_snapshot", market_tickers=[busy])
        await line.ask("no sid", update, _answered, action="get_snapshot", market_tickers=[busy])
        await line.ask("no market", update, _answered, sids=[sid], action="get_snapshot")
        await line.ask(
            "two sids", update, _answered, sids=[sid, sid + 100], action="get_snapshot", market_tickers=[busy]
        )
        await line.ask("unknown channel", "subscribe", _answered, channels=["probe_no_such_channel"])
        await line.ask(
            "unknown market", "subscribe", _book_of(UNKNOWN_MARKET), channels=[BOOKS], market_tickers=[UNKNOWN_MARKET]
        )
        try:
            settled = await self.rest.settled_market()
        except NotSeenError:
            pass
        else:
            self.tickers["settled"] = settled
            await line.ask("settled market", "subscribe", _answered, channels=[BOOKS], market_tickers=[settled])
            await line.listen("settled market", self.rest.pace.watch)
        await line.ask("delete", update, _answered, sids=[sid], action="delete_markets", market_tickers=[second])
        await line.listen("watch", self.rest.pace.watch)
        await line.ask("unsubscribe", "unsubscribe", _answered, sids=[sid])
        await line.ask("again", "subscribe", _book_of(busy), channels=[BOOKS], market_tickers=[busy])

    async def _of_channels(self, line: Line) -> None:
        tickers = [each["ticker"] for each in (await self.rest.markets())[:_WATCHED]]
        await line.ask(
            "channels",
            "subscribe",
            lambda frames: len(_only(frames, _ANSWERS)) > 1 or bool(_only(frames, ("error",))),
            channels=["ticker", "trade"],
            market_tickers=tickers,
        )
        # So that a delta is seen even if the busiest market has none.
        await line.ask("books", "subscribe", _answered, channels=[BOOKS], market_tickers=tickers)
        try:
            untraded = await self.rest.untraded_market()
        except NotSeenError:
            pass
        else:
            self.tickers["untraded"] = untraded
            second = await Line.open(self.rest)
            second.frames = self.other
            try:
                await second.ask(
                    "untraded",
                    "subscribe",
                    lambda frames: bool(_only(frames, ("ticker", "error"))),
                    channels=["ticker"],
                    market_tickers=[untraded],
                    send_initial_snapshot=True,
                )
            finally:
                await second.socket.close()
        await line.listen("watch channels", self.rest.pace.watch)


def _only(frames: Iterable[Frame], kinds: tuple[str, ...]) -> list[Frame]:
    return [each for each in frames if each.kind in kinds]


def _answered(frames: list[Frame]) -> bool:
    return bool(_only(frames, _ANSWERS))


def _snapshots(ticker: str) -> Callable[[list[Frame]], bool]:
    def came(frames: list[Frame]) -> bool:
        kinds = _only(frames, ("orderbook_snapshot",))
        return any(each.body.get("market_ticker") == ticker for each in kinds) or bool(_only(frames, ("error",)))

    return came


def _book_of(ticker: str) -> Callable[[list[Frame]], bool]:
    came = _snapshots(ticker)
    return lambda frames: came(frames) and _answered(frames)
