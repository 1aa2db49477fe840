"""One open WebSocket: its commands and answers, its messages, its signs of life."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import frozen
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from kalshi_gen.stream.messages import UnknownMessage
from kalshi_gen.stream.models import ErrorResponse
from kalshi_overlay.errors import KalshiStreamLostError
from kalshi_overlay.stream.commands import PendingCommands, command_frame, raise_if_refused
from kalshi_overlay.stream.counters import Counters, StateChange
from kalshi_overlay.stream.dispatch import Dispatcher, Events
from kalshi_overlay.stream.pacing import CommandPacer
from kalshi_overlay.stream.shared import SharedSubscription

if TYPE_CHECKING:
    from kalshi_gen.runtime.drift import SpecDrift

_SECONDS_TO_ANSWER = 10.0

Tap: TypeAlias = Callable[[Literal["sent", "received"], bytes], None]
"""Sees each frame of a WebSocket; it must not raise."""


@frozen(kw_only=True)
class Hooks:
    """What all connections of a stream report and count.

    Attributes:
        counters: What is counted.
        on_state: Called with each change of state.
        on_unknown: Called with each message of a type that the spec doesn't have.
        on_drift: Called with each way in which a message is not what the spec says.
    """

    counters: Counters
    on_state: Callable[[StateChange], None]
    on_unknown: Callable[[UnknownMessage], None]
    on_drift: Callable[[SpecDrift], None]


class Link:
    """A WebSocket from its opening to its end.

    Args:
        socket: The open WebSocket.
        counters: What is counted.
        events: What is reported of its subscriptions.
        tap: Called with each frame that is sent or received; None for nothing.
    """

    def __init__(self, socket: ClientConnection, counters: Counters, events: Events, tap: Tap | None = None) -> None:
        self._socket = socket
        self._tap = tap
        self._commands = PendingCommands()
        self._pacer = CommandPacer()
        self._frames = 0
        self._is_held = False
        self._abandoned: str | None = None
        self._answers: set[asyncio.Future[Any]] = set()
        self._dispatcher = Dispatcher(self._commands, counters, events)

    async def live(self, dead_after: float) -> str:
        """Read until the WebSocket ends, and close it.

        Args:
            dead_after: Seconds without a sign of life after which the peer counts as dead.

        Returns:
            Why it ended, in words.
        """
        reader = asyncio.create_task(self._read())
        watcher = asyncio.create_task(self._watch(dead_after))
        try:
            done, _ = await asyncio.wait({reader, watcher}, return_when=asyncio.FIRST_COMPLETED)
            return reader.result() if reader in done else f"the peer showed no sign of life for {dead_after:g} s"
        finally:
            reader.cancel()
            watcher.cancel()
            await asyncio.gather(reader, watcher, return_exceptions=True)
            self._commands.fail("the connection broke before the answer came")
            self._dispatcher.unbind_all()
            await self._socket.close()

    async def _read(self) -> str:
        dispatch = self._dispatcher.dispatch if self._tap is None else self._dispatch_tapped(self._tap)
        receive = self._socket.recv
        try:
            while self._abandoned is None:
                frame = await receive(decode=False)
                self._frames += 1
                waiting = dispatch(frame)
                if waiting is not None:
                    self._is_held = True
                    await waiting
                    self._is_held = False
        except ConnectionClosed as error:
            return f"the connection was closed ({error})"
        return self._abandoned

    def _dispatch_tapped(self, tap: Tap) -> Callable[[bytes], Awaitable[None] | None]:
        def dispatch(frame: bytes) -> Awaitable[None] | None:
            tap("received", frame)
            return self._dispatcher.dispatch(frame)

        return dispatch

    async def _send(self, frame: bytes) -> None:
        if self._tap is not None:
            # Before its answer can come.
            self._tap("sent", frame)
        await self._socket.send(frame, text=True)

    async def _watch(self, dead_after: float) -> None:
        """Return when the peer is dead: neither a frame nor the answer to a ping within the time."""
        while True:
            await asyncio.sleep(dead_after / 2)
            frames = self._frames
            try:
                async with asyncio.timeout(dead_after / 2):
                    await (await self._socket.ping())
            except ConnectionClosed:
                return
            except TimeoutError:
                # A connection that is held up by its consumer sees no pong, and one that is busy sees it late.
                if not self._is_held and self._frames == frames:
                    return

    def abandon(self, reason: str) -> None:
        """End after the frame that is being read: what the exchange has on this connection is not known any more.

        Args:
            reason: Why, in words.
        """
        self._abandoned = reason

    def unbind(self, subscription: SharedSubscription) -> None:
        """Give a subscription nothing more."""
        self._dispatcher.unbind(subscription)

    async def command(
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        *,
        about: SharedSubscription | None = None,
    ) -> Any:
        """Send a command and wait for its answer.

        Args:
            name: The spec's `cmd`.
            parameters: The spec's `params`; None for none.
            about: The subscription that it is about; one that has no sid gets it by the answer.

        Raises:
            KalshiSubscriptionError: The exchange refused.
            KalshiStreamLostError: The WebSocket ended before the answer, or no answer came in time.
        """
        await self._pacer.wait()
        pending = self._commands.begin(name, about.sid if about is not None else None)
        try:
            frame = command_frame(pending.command_id, name, parameters)
            if about is not None and about.sid is None:
                self._dispatcher.subscribing(pending.command_id, about)
            async with asyncio.timeout(_SECONDS_TO_ANSWER):
                await self._send(frame)
                answer = await pending.answer
        except ConnectionClosed:
            raise KalshiStreamLostError(f"{name}: the connection broke before the answer came") from None
        except TimeoutError:
            if self._is_held:
                reason = "the connection waits for its consumer, and the answer comes behind the messages"
                raise KalshiStreamLostError(f"{name}: {reason}") from None
            # Whether it was done is not known: a new connection begins with what is to stand.
            await self._socket.close()
            raise KalshiStreamLostError(f"{name}: no answer came within {_SECONDS_TO_ANSWER:g} s") from None
        finally:
            self._commands.forget(pending)
            self._dispatcher.forget_command(pending.command_id)
        action = (parameters or {}).get("action", name)
        raise_if_refused(answer, action, about.channel if about is not None else None)
        return answer

    async def post(
        self,
        name: str,
        parameters: dict[str, Any],
        about: SharedSubscription,
        on_error: Callable[[ErrorResponse], None],
    ) -> None:
        """Send a command whose effect tells that it was carried out, and wait for no answer.

        Args:
            name: The spec's `cmd`.
            parameters: The spec's `params`.
            about: The subscription that it is about.
            on_error: Called with the exchange's refusal, if one comes.

        Raises:
            KalshiStreamLostError: The WebSocket has ended.
        """
        await self._pacer.wait()
        pending = self._commands.begin(name, about.sid)

        def on_answer(answer: asyncio.Future[Any]) -> None:
            self._answers.discard(answer)
            if not answer.cancelled() and answer.exception() is None and isinstance(answer.result(), ErrorResponse):
                on_error(answer.result())

        self._answers.add(pending.answer)
        pending.answer.add_done_callback(on_answer)
        try:
            await self._send(command_frame(pending.command_id, name, parameters))
        except ConnectionClosed:
            raise KalshiStreamLostError(f"{name}: the connection broke") from None
