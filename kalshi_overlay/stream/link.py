"""One open WebSocket: its commands and answers, its messages, its signs of life."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import frozen
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from kalshi_gen.stream.messages import UnknownMessage
from kalshi_gen.stream.models import ErrorResponse
from kalshi_overlay.stream.commands import PendingCommands, command_frame, raise_if_refused
from kalshi_overlay.stream.counters import Counters, StateChange
from kalshi_overlay.stream.dispatch import Dispatcher
from kalshi_overlay.stream.errors import KalshiStreamLostError
from kalshi_overlay.stream.wire import WireSubscription

if TYPE_CHECKING:
    from kalshi_gen.drift import ContractDrift

_SECONDS_TO_ANSWER = 10.0


@frozen(kw_only=True)
class Hooks:
    """What all connections of a stream tell and count.

    Attributes:
        counters: What is counted.
        on_state: Told of each change of state.
        on_unknown: Told of messages whose type the contract doesn't have.
        on_drift: Told of each way in which a message is not what the contract says.
    """

    counters: Counters
    on_state: Callable[[StateChange], None]
    on_unknown: Callable[[UnknownMessage], None]
    on_drift: Callable[[ContractDrift], None]


class Link:
    """A WebSocket from its opening to its end.

    Args:
        socket: The open WebSocket.
        hooks: What is told and counted.
        on_gap: Told of a subscription that misses messages, and why.
        on_error: Told of an error message that answers no command.
    """

    def __init__(
        self,
        socket: ClientConnection,
        hooks: Hooks,
        *,
        on_gap: Callable[[WireSubscription, str], None],
        on_error: Callable[[WireSubscription | None, ErrorResponse], None],
    ) -> None:
        self._socket = socket
        self._commands = PendingCommands()
        self._frames = 0
        self._is_held = False
        self._dispatcher = Dispatcher(
            self._commands,
            hooks.counters,
            on_gap=on_gap,
            on_error=on_error,
            on_unknown=hooks.on_unknown,
            on_drift=hooks.on_drift,
        )

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
            self._dispatcher.forget_all()
            await self._socket.close()

    async def _read(self) -> str:
        take, receive = self._dispatcher.take, self._socket.recv
        try:
            while True:
                frame = await receive(decode=False)
                self._frames += 1
                waiting = take(frame)
                if waiting is not None:
                    self._is_held = True
                    await waiting
                    self._is_held = False
        except ConnectionClosed as error:
            return f"the connection was closed ({error})"

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

    def forget(self, subscription: WireSubscription) -> None:
        """Give a subscription nothing more."""
        self._dispatcher.forget(subscription)

    async def command(
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        *,
        channel: str | None = None,
        subscribing: WireSubscription | None = None,
    ) -> Any:
        """Send a command and wait for its answer.

        Args:
            name: The contract's `cmd`.
            parameters: The contract's `params`; None for none.
            channel: The channel that an error names.
            subscribing: The subscription that stands from the answer on.

        Raises:
            KalshiSubscriptionError: The exchange refused.
            KalshiStreamLostError: The WebSocket ended before the answer, or no answer came in time.
        """
        command_id, answer = self._commands.begin()
        try:
            frame = command_frame(command_id, name, parameters)
            if subscribing is not None:
                self._dispatcher.subscribing(command_id, subscribing)
            async with asyncio.timeout(_SECONDS_TO_ANSWER):
                await self._socket.send(frame, text=True)
                answered = await answer
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
            self._commands.forget(command_id)
        raise_if_refused(answered, (parameters or {}).get("action", name), channel)
        return answered
