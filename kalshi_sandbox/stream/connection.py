"""A WebSocket connection of the server: handshake, frames, heartbeats, and the queue of what is to be written."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from email.utils import formatdate
from http import HTTPStatus
from math import inf
from time import monotonic
from typing import Protocol

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from ..behaviour import Behaviour
from ..connections import Connection as Socket
from ..error_answers import ErrorAnswer, render
from ..key_ring import Key
from .errors import BUFFER_OVERFLOW
from .frames import Ending, Item, Pause, ping_frame, text_frame
from .limits import Limits
from .subscription import Subscription

HEARTBEAT = b"heartbeat"
# As documented: 64 MiB.
_MAX_MESSAGE_BYTES = 1 << 26
# How much is written at a time, and how much the transport may hold; the rest stays in the outbox.
_CHUNK_BYTES = 1 << 16
_MAX_UNFLUSHED = 256
_SECONDS_TO_CLOSE = 5
# A connection on which something was sent so shortly before a heartbeat needs none.
_BUSY_SECONDS = 1
_ABNORMAL, _WITHOUT_CODE = 1006, 1005


class Listener(Protocol):
    """Handles what a connection receives."""

    def receive(self, text: bytes) -> None:
        """Handle a message."""

    def end(self) -> None:
        """Handle the end of the connection."""


class Server(Protocol):
    """What a connection needs of the server."""

    behaviour: Behaviour
    limits: Limits
    clock: Callable[[], float]

    def authenticate(self, request: Request) -> Key:
        """Check a handshake; raises `ErrorAnswer`."""

    def register(self, connection: StreamConnection, key: Key) -> Listener:
        """Add a connection whose handshake succeeded."""

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Run an action after a while, on the exchange's clock."""


class Outbox:
    """The queue of one connection: frames, and what is to happen between them."""

    def __init__(self) -> None:
        self._items: deque[tuple[Item, Subscription | None]] = deque()

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item, subscription: Subscription | None = None) -> None:
        """Add an item at the end."""
        self._items.append((item, subscription))
        if subscription is not None:
            subscription.waiting += 1

    def frames(self, max_bytes: int) -> bytes:
        """Take frames from the front, up to the first item that is no frame.

        Args:
            max_bytes: About how many bytes to take at most.
        """
        taken, size = [], 0
        while self._items and size < max_bytes:
            item, subscription = self._items[0]
            if not isinstance(item, bytes):
                break
            self._items.popleft()
            if subscription is not None:
                subscription.waiting -= 1
            taken.append(item)
            size += len(item)
        return b"".join(taken)

    def event(self) -> Pause | Ending | None:
        """Take the item at the front, if it is no frame."""
        if not self._items:
            return None
        item, subscription = self._items[0]
        if isinstance(item, bytes):
            return None
        self._items.popleft()
        if subscription is not None:
            subscription.waiting -= 1
        return item

    def discard(self, subscription: Subscription) -> None:
        """Discard the items of a subscription."""
        self._items = deque(each for each in self._items if each[1] is not subscription)
        subscription.waiting = 0

    def clear(self) -> None:
        """Discard everything."""
        self._items.clear()


class StreamConnection(asyncio.Protocol):
    """One connection of a reader.

    It writes frames itself, with the `websockets` library but without its I/O: neither ASGI nor the library's server
    can send a ping with a body, stay silent, or send a broken frame.

    Args:
        servers: The server of each path; the first one answers at any other path.

    Attributes:
        number: From 1, in the order in which handshakes succeeded; 0 before.
    """

    def __init__(self, servers: Mapping[str, Server]) -> None:
        self.number = 0
        self._servers = servers
        self._server = next(iter(servers.values()))
        self._frames = ServerProtocol(max_size=_MAX_MESSAGE_BYTES)
        self._outbox = Outbox()
        self._loop = asyncio.get_running_loop()
        self._listener: Listener | None = None
        self._parts: list[bytes] = []
        self._is_full = self._is_paused = self._is_deaf = self._is_scheduled = False
        self._deadline: asyncio.TimerHandle | None = None
        # When something was last sent, on the exchange's clock; and when the first unanswered ping was.
        self._sent_at = -inf
        self._pinged_at: float | None = None

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take over a connection that asks for the stream."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.set_write_buffer_limits(_CHUNK_BYTES)

    def data_received(self, data: bytes) -> None:
        """Handle received bytes."""
        self._frames.receive_data(data)
        for event in self._frames.events_received():
            if isinstance(event, Request):
                self._shake_hands(event)
            elif isinstance(event, Frame):
                self._receive(event)
        self._answer_frames()

    def eof_received(self) -> None:
        """Handle the end of what the reader sends."""
        self._frames.receive_eof()
        self._answer_frames()

    def connection_lost(self, error: Exception | None) -> None:
        """Clean up after the connection is gone."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._outbox.clear()
        if self._listener is not None:
            self._listener.end()

    def pause_writing(self) -> None:
        """Stop writing and reading, because the reader is slow."""
        self._is_full = True
        self._read_or_not()

    def resume_writing(self) -> None:
        """Continue writing and reading, because the reader has caught up."""
        self._is_full = False
        self._read_or_not()
        self._flush()

    # What the exchange calls.

    @property
    def is_open(self) -> bool:
        """Whether messages can be sent."""
        return self._listener is not None and self._frames.state is State.OPEN and not self._transport.is_closing()

    @property
    def waiting(self) -> int:
        """Messages that are not sent yet."""
        return len(self._outbox)

    def put(self, payload: bytes, subscription: Subscription | None = None) -> None:
        """Queue a message.

        Args:
            payload: JSON.
            subscription: The subscription that it is of, None for an answer to a command.
        """
        self.put_item(text_frame(payload), subscription)

    def put_item(self, item: Item, subscription: Subscription | None = None) -> None:
        """Queue a raw frame, or an event of the connection."""
        if not self.is_open:
            return
        if subscription is not None and subscription.waiting >= self._server.limits.waiting_messages:
            self._flush()
            if subscription.waiting >= self._server.limits.waiting_messages:
                self._outbox.discard(subscription)
                subscription.terminate(BUFFER_OVERFLOW)
                return
        if subscription is not None:
            self._sent_at = self._server.clock()
        self._outbox.put(item, subscription)
        if not self._is_scheduled:
            self._is_scheduled = True
            self._loop.call_soon(self._flush)
        elif len(self._outbox) > _MAX_UNFLUSHED:
            self._flush()

    def beat(self) -> None:
        """Send a heartbeat, or disconnect a reader that leaves heartbeats unanswered."""
        behaviour = self._server.behaviour
        if behaviour.silent_readers_are_dropped and not self._is_paused and self._has_long_been_silent():
            self.close(_ABNORMAL)
        elif not behaviour.busy_connections_get_no_pings or self._server.clock() - self._sent_at > _BUSY_SECONDS:
            self._pinged_at = self._pinged_at or monotonic()
            self.put_item(ping_frame(HEARTBEAT))

    def close(self, code: int, reason: str = "") -> None:
        """Close the connection now, without sending what is queued.

        Args:
            code: The close code; 1006 resets the connection without a close frame.
            reason: The reason in words.
        """
        self._outbox.clear()
        if code == _ABNORMAL:
            Socket(self._transport).reset()
            return
        # A frozen connection gets the close frame too.
        self._is_deaf = False
        self._read_or_not()
        if self._frames.state is State.OPEN:
            self._frames.send_close(None if code == _WITHOUT_CODE else code, reason)
        self._answer_frames()
        self._deadline = self._loop.call_later(_SECONDS_TO_CLOSE, self._transport.abort)

    # Inside.

    def _shake_hands(self, request: Request) -> None:
        self._server = self._servers.get(request.path.partition("?")[0], self._server)
        response = self._frames.accept(request)
        key: Key | None = None
        if response.status_code == HTTPStatus.SWITCHING_PROTOCOLS:
            try:
                key = self._server.authenticate(request)
            except ErrorAnswer as error:
                status, body = render(error, live=self._server.behaviour.live_errors, is_read=True)
                response = self._frames.reject(HTTPStatus(status), json.dumps(body))
                del response.headers["Content-Type"]
                response.headers["Content-Type"] = "application/json"
        del response.headers["Date"]
        response.headers["Date"] = formatdate(self._server.clock(), usegmt=True)
        self._frames.send_response(response)
        if key is not None:
            self._listener = self._server.register(self, key)

    def _receive(self, frame: Frame) -> None:
        if frame.opcode is Opcode.PONG:
            self._pinged_at = None
        elif frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            self._parts.append(bytes(frame.data))
            if frame.fin and self._listener is not None:
                message = b"".join(self._parts)
                self._parts.clear()
                self._listener.receive(message)

    def _answer_frames(self) -> None:
        """Write what the protocol itself sends: the answer to the handshake, pongs, the close frame."""
        if self._is_deaf:
            return
        for data in self._frames.data_to_send():
            if data:
                self._transport.write(data)
            else:
                self._transport.close()
        if self._frames.state is State.CLOSED:
            self._transport.close()

    def _flush(self) -> None:
        self._is_scheduled = False
        while self._outbox and not self._is_full and not self._is_paused and not self._transport.is_closing():
            data = self._outbox.frames(_CHUNK_BYTES)
            if data:
                self._transport.write(data)
                continue
            event = self._outbox.event()
            if isinstance(event, Pause):
                self._pause(event)
            elif isinstance(event, Ending):
                self.close(event.code)

    def _pause(self, pause: Pause) -> None:
        def end() -> None:
            self._is_paused = self._is_deaf = False
            self._pinged_at = self._pinged_at and monotonic()
            if not self._transport.is_closing():
                self._read_or_not()
                self._answer_frames()
                self._flush()

        self._is_paused, self._is_deaf = True, pause.is_deaf
        self._read_or_not()
        self._server.later(pause.seconds, end)

    def _has_long_been_silent(self) -> bool:
        return self._pinged_at is not None and monotonic() - self._pinged_at > self._server.limits.pong_seconds

    def _read_or_not(self) -> None:
        if self._is_full or self._is_deaf:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()
