"""Talk to the stream once, and keep every frame; the checks look at what was kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, Self

from attrs import define, field, frozen
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import Opcode

from kalshi_overlay.errors import KalshiHandshakeError
from kalshi_overlay.stream.socket import open_socket, stream_url

from .check import NotSeenError
from .checks_refusals import UNKNOWN_MARKET
from .rest import Rest

BOOKS = "orderbook_delta"
_MARKETS = 20
_ANSWERS = ("subscribed", "ok", "error", "unsubscribed")


@frozen
class Frame:
    """A message of the stream.

    Attributes:
        text: As it came.
        message: Decoded.
        step: Which step of the session it came in.
        at: When it came, in seconds of the loop's clock.
    """

    text: str
    message: dict[str, Any]
    step: str
    at: float = 0.0

    @property
    def kind(self) -> str:
        """Its type."""
        return str(self.message.get("type"))

    @property
    def body(self) -> dict[str, Any]:
        """Its `msg`; empty if it has none."""
        body = self.message.get("msg")
        return body if isinstance(body, dict) else {}


@define
class Watch:
    """Pings and messages of one connection, for as long as it was watched.

    Attributes:
        began: When it was opened, in seconds of the loop's clock.
        ended: When it was last watched, likewise.
        pings: When pings came, likewise.
        messages: When messages came, likewise.
    """

    began: float = 0.0
    ended: float = 0.0
    pings: list[float] = field(factory=list)
    messages: list[float] = field(factory=list)

    @property
    def seconds(self) -> float:
        """For how long it was watched."""
        return self.ended - self.began

    @property
    def longest_silence(self) -> float:
        """The longest time without a message."""
        messages = [each for each in self.messages if each >= self.began]
        return max(after - before for before, after in pairwise([self.began, *messages, self.ended]))

    def pings_amid_messages(self, seconds: float) -> int:
        """How many pings came although there had been a message within so many seconds before."""
        return sum(any(0 <= ping - message <= seconds for message in self.messages) for ping in self.pings)


@define(eq=False)
class Connection:
    """One connection of the stream.

    Attributes:
        socket: The open connection.
        rest: Whose pace it keeps.
        frames: Every frame that came; may be a list that several connections share.
        watch: Its pings and messages.
    """

    socket: ClientConnection
    rest: Rest
    frames: list[Frame] = field(factory=list)
    watch: Watch = field(factory=Watch)
    _last_id: int = field(default=0, init=False)

    @classmethod
    async def open(cls, rest: Rest, frames: list[Frame]) -> Self:
        """Open a connection, and keep its frames in a list.

        Raises:
            NotSeenError: The stream could not be opened.
        """
        await rest.turn()
        try:
            socket = await open_socket(stream_url(rest.client), rest.auth, 10)
        except KalshiHandshakeError as error:
            raise NotSeenError(f"the stream did not open (status {error.status_code})") from None
        loop, react = asyncio.get_running_loop(), socket.process_event
        connection = cls(socket, rest, frames, Watch(loop.time(), loop.time()))

        def on_event(event: Any) -> None:
            if getattr(event, "opcode", None) is Opcode.PING:
                connection.watch.pings.append(loop.time())
            react(event)

        # The library answers pings by itself, and shows them nowhere else.
        socket.process_event = on_event  # type: ignore[method-assign]
        return connection

    async def ask(self, step: str, cmd: str, done: Callable[[list[Frame]], bool], **params: Any) -> None:
        """Send a command and keep what comes, until all that is waited for has come.

        Args:
            step: What the frames are kept under.
            cmd: The command.
            done: Whether what came is all that is waited for.
            **params: Its parameters.
        """
        await self.rest.turn()
        self._last_id += 1
        await self.socket.send(json.dumps({"id": self._last_id, "cmd": cmd, "params": params}))
        await self.listen(step, self.rest.pace.patience, done)

    async def listen(
        self, step: str, seconds: float, done: Callable[[list[Frame]], bool] = lambda frames: False
    ) -> None:
        """Keep what comes within a time.

        Args:
            step: What the frames are kept under.
            seconds: How long.
            done: Whether that is enough.
        """
        loop, came = asyncio.get_running_loop(), list[Frame]()
        try:
            async with asyncio.timeout(seconds):
                while not done(came):
                    text = await self.socket.recv()
                    text = text.decode() if isinstance(text, bytes) else text
                    message = json.loads(text)
                    frame = Frame(text, message if isinstance(message, dict) else {}, step, loop.time())
                    came.append(frame)
                    self.frames.append(frame)
                    self.watch.messages.append(frame.at)
        except TimeoutError:
            pass
        finally:
            self.watch.ended = loop.time()


@define(eq=False)
class StreamSession:
    """All that the stream said.

    Attributes:
        rest: For what the checks have to know besides.
        frames: Every frame of the main connection, in order.
        other: Every frame of the connections of other channels.
        tickers: The markets that were subscribed to, by their part: busy, second, settled, untraded.
        quiet: Pings of a connection without messages.
        busy: Pings and messages of a connection with many.
        ended: Why the main connection ended early; empty if it didn't.
    """

    rest: Rest
    frames: list[Frame] = field(factory=list)
    other: list[Frame] = field(factory=list)
    tickers: dict[str, str] = field(factory=dict)
    quiet: Watch = field(factory=Watch)
    busy: Watch = field(factory=Watch)
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

    async def run(self) -> None:
        """Send every command and keep every frame.

        Raises:
            NotSeenError: The stream could not be opened.
        """
        quiet = await Connection.open(self.rest, [])
        self.quiet = quiet.watch
        try:
            await self._with(self._of_books, self.frames)
            await self._with(lambda busy: self._of_channels(busy, quiet), self.other)
        except NotSeenError as reason:
            self.ended = self.ended or str(reason)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            self.ended = self.ended or f"ended early ({type(error).__name__})"
        finally:
            await quiet.socket.close()

    async def _with(self, talk: Callable[[Connection], Any], kept: list[Frame]) -> None:
        connection = await Connection.open(self.rest, kept)
        try:
            await talk(connection)
        except ConnectionClosed:
            self.ended = self.ended or "the exchange ended a connection"
        finally:
            await connection.socket.close()

    async def _of_books(self, connection: Connection) -> None:
        ask, update = connection.ask, "update_subscription"
        markets = await self.rest.markets()
        busy, second = markets[0]["ticker"], markets[min(1, len(markets) - 1)]["ticker"]
        self.tickers |= {"busy": busy, "second": second}
        await ask("first", "subscribe", _book_of(busy), channels=[BOOKS], market_tickers=[busy])
        await ask("second", "subscribe", _book_of(second), channels=[BOOKS], market_tickers=[second])
        sid = self.first_sid()
        of_busy = {"action": "get_snapshot", "market_tickers": [busy]}
        await ask("snapshot", update, _snapshot_of(busy), sids=[sid], **of_busy)
        await ask("no sid", update, _answered, **of_busy)
        await ask("no market", update, _answered, sids=[sid], action="get_snapshot")
        await ask("two sids", update, _answered, sids=[sid, sid + 100], **of_busy)
        await ask("unknown channel", "subscribe", _answered, channels=["probe_no_such_channel"])
        unknown = {"channels": [BOOKS], "market_tickers": [UNKNOWN_MARKET]}
        await ask("unknown market", "subscribe", _book_of(UNKNOWN_MARKET), **unknown)
        try:
            settled = await self.rest.settled_market()
        except NotSeenError:
            pass
        else:
            self.tickers["settled"] = settled
            await ask("settled market", "subscribe", _answered, channels=[BOOKS], market_tickers=[settled])
            await connection.listen("settled market", self.rest.pace.watch)
        await ask("delete", update, _answered, sids=[sid], action="delete_markets", market_tickers=[second])
        await connection.listen("watch", self.rest.pace.watch)
        await ask("unsubscribe", "unsubscribe", _answered, sids=[sid])
        await ask("again", "subscribe", _book_of(busy), channels=[BOOKS], market_tickers=[busy])

    async def _of_channels(self, busy: Connection, quiet: Connection) -> None:
        """Subscribe to several channels, and then watch that connection, and the one without messages."""
        try:
            self.tickers["untraded"] = await self.rest.untraded_market()
        except NotSeenError:
            pass
        else:
            await self._with(self._of_untraded, self.other)
        tickers = [each["ticker"] for each in (await self.rest.markets())[:_MARKETS]]
        await busy.ask("channels", "subscribe", _both_answered, channels=["ticker", "trade"], market_tickers=tickers)
        # So that a delta is seen even if the busiest market has none.
        await busy.ask("books", "subscribe", _answered, channels=[BOOKS], market_tickers=tickers)
        now, pace = asyncio.get_running_loop().time(), self.rest.pace
        busy.watch.began, self.busy = now, busy.watch
        await asyncio.gather(
            busy.listen("watch channels", pace.busy),
            quiet.listen("quiet", max(0.0, pace.quiet - (now - quiet.watch.began))),
        )

    async def _of_untraded(self, connection: Connection) -> None:
        await connection.ask(
            "untraded",
            "subscribe",
            lambda frames: bool(_only(frames, ("ticker", "error"))),
            channels=["ticker"],
            market_tickers=[self.tickers["untraded"]],
            send_initial_snapshot=True,
        )


def _only(frames: Iterable[Frame], kinds: tuple[str, ...]) -> list[Frame]:
    return [each for each in frames if each.kind in kinds]


def _answered(frames: list[Frame]) -> bool:
    return bool(_only(frames, _ANSWERS))


def _both_answered(frames: list[Frame]) -> bool:
    return len(_only(frames, _ANSWERS)) > 1 or bool(_only(frames, ("error",)))


def _snapshot_of(ticker: str) -> Callable[[list[Frame]], bool]:
    def came(frames: list[Frame]) -> bool:
        snapshots = _only(frames, ("orderbook_snapshot",))
        return any(each.body.get("market_ticker") == ticker for each in snapshots) or bool(_only(frames, ("error",)))

    return came


def _book_of(ticker: str) -> Callable[[list[Frame]], bool]:
    came = _snapshot_of(ticker)
    return lambda frames: came(frames) and _answered(frames)
