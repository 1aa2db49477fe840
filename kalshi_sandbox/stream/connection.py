"""A WebSocket connection: handshake, frames, heartbeats, and what waits to be written."""

from __future__ import annotations

import asyncio
import json
from email.utils import formatdate
from http import HTTPStatus
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from ..connections import Connection as Socket
from ..error_answers import error_answer
from ..key_ring import Key
from ..refusals import Refusal
from .errors import BUFFER_OVERFLOW
from .frames import Ending, Item, Pause, ping_frame, text_frame
from .outbox import Outbox
from .subscription import Subscription

if TYPE_CHECKING:
    from .hub import Hub

HEARTBEAT = b"heartbeat"
# As documented: 64 MiB.
_MOST_MESSAGE_BYTES = 1 << 26
# What is written at a time, and what the transport may hold before the outbox does.
_CHUNK_BYTES = 1 << 16
_MOST_UNFLUSHED = 256
_SECONDS_TO_CLOSE = 5
# Who was told something so shortly before a heartbeat needs none.
_BUSY_SECONDS = 1
_ABNORMAL, _WITHOUT_CODE = 1006, 1005


class Listener(Protocol):
    """Who acts on what a connection receives."""

    def receive(self, text: bytes) -> None:
        """A message has come."""

    def end(self) -> None:
        """The connection is gone."""


class StreamConnection(asyncio.Protocol):
    """One connection of a reader.

    It speaks the frames itself (websockets without its I/O): neither ASGI nor a library's server lets one ping with a
    body, keep silent, or send a frame that is broken.

    Args:
        hub: What it is a connection of.

    Attributes:
        number: From 1, in the order in which handshakes succeeded; 0 before.
    """

    def __init__(self, hub: Hub) -> None:
        self.number = 0
        self._hub = hub
        self._frames = ServerProtocol(max_size=_MOST_MESSAGE_BYTES)
        self._outbox = Outbox()
        self._loop = asyncio.get_running_loop()
        self._listener: Listener | None = None
        self._parts: list[bytes] = []
        self._is_full = self._is_paused = self._is_deaf = self._is_scheduled = False
        self._deadline: asyncio.TimerHandle | None = None
        # When it was last told something, by the exchange's clock; and the first ping that it has not answered.
        self._told_at = -inf
        self._pinged_at: float | None = None

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take over a connection that asks for the stream."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.set_write_buffer_limits(_CHUNK_BYTES)

    def data_received(self, data: bytes) -> None:
        """Read what has come."""
        self._frames.receive_data(data)
        for event in self._frames.events_received():
            if isinstance(event, Request):
                self._shake_hands(event)
            elif isinstance(event, Frame):
                self._receive(event)
        self._answer_frames()

    def eof_received(self) -> None:
        """The reader sends nothing any more."""
        self._frames.receive_eof()
        self._answer_frames()

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is gone."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._outbox.clear()
        if self._listener is not None:
            self._listener.end()

    def pause_writing(self) -> None:
        """The reader is slow: what is to be written waits, and nothing more is read."""
        self._is_full = True
        self._read_or_not()

    def resume_writing(self) -> None:
        """The reader has caught up."""
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
        """Messages that have yet to go out."""
        return len(self._outbox)

    def put(self, payload: bytes, subscription: Subscription | None = None) -> None:
        """Send a message after those that wait already.

        Args:
            payload: JSON.
            subscription: What it is of, None for an answer of the exchange.
        """
        self.put_item(text_frame(payload), subscription)

    def put_item(self, item: Item, subscription: Subscription | None = None) -> None:
        """Send a frame as it is, or have something happen to the connection, after what waits already."""
        if not self.is_open:
            return
        if subscription is not None and subscription.waiting >= self._hub.limits.waiting_messages:
            self._flush()
            if subscription.waiting >= self._hub.limits.waiting_messages:
                self._outbox.forget(subscription)
                subscription.terminate(BUFFER_OVERFLOW)
                return
        if subscription is not None:
            self._told_at = self._hub.clock()
        self._outbox.put(item, subscription)
        if not self._is_scheduled:
            self._is_scheduled = True
            self._loop.call_soon(self._flush)
        elif len(self._outbox) > _MOST_UNFLUSHED:
            self._flush()

    def beat(self) -> None:
        """Send a heartbeat, or drop a reader that leaves them unanswered."""
        behaviour = self._hub.behaviour
        if behaviour.silent_readers_are_dropped and not self._is_paused and self._has_long_been_silent():
            self.close(_ABNORMAL)
        elif not behaviour.busy_connections_get_no_pings or self._hub.clock() - self._told_at > _BUSY_SECONDS:
            self._pinged_at = self._pinged_at or monotonic()
            self.put_item(ping_frame(HEARTBEAT))

    def close(self, code: int, reason: str = "") -> None:
        """End the connection at once; what waits is not sent.

        Args:
            code: The close code; 1006 resets the connection without a closing frame.
            reason: Why, in words.
        """
        self._outbox.clear()
        if code == _ABNORMAL:
            Socket(self._transport).reset()
            return
        # Also who was frozen hears the answer.
        self._is_deaf = False
        self._read_or_not()
        if self._frames.state is State.OPEN:
            self._frames.send_close(None if code == _WITHOUT_CODE else code, reason)
        self._answer_frames()
        self._deadline = self._loop.call_later(_SECONDS_TO_CLOSE, self._transport.abort)

    # Inside.

    def _shake_hands(self, request: Request) -> None:
        response = self._frames.accept(request)
        greeted: Key | None = None
        if response.status_code == HTTPStatus.SWITCHING_PROTOCOLS:
            try:
                greeted = self._hub.greet(request)
            except Refusal as refusal:
                status, body = error_answer(refusal, live=self._hub.behaviour.live_errors, is_read=True)
                response = self._frames.reject(HTTPStatus(status), json.dumps(body))
                del response.headers["Content-Type"]
                response.headers["Content-Type"] = "application/json"
        del response.headers["Date"]
        response.headers["Date"] = formatdate(self._hub.clock(), usegmt=True)
        self._frames.send_response(response)
        if greeted is not None:
            self._listener = self._hub.join(self, greeted)

    def _receive(self, frame: Frame) -> None:
        if frame.opcode is Opcode.PONG:
            self._pinged_at = None
        elif frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            self._parts.append(bytes(frame.data))
            if frame.fin and self._listener is not None:
                whole = b"".join(self._parts)
                self._parts.clear()
                self._listener.receive(whole)

    def _answer_frames(self) -> None:
        """Write what the protocol itself has to say: the handshake's answer, pongs, the closing frame."""
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
        self._hub.later(pause.seconds, end)

    def _has_long_been_silent(self) -> bool:
        return self._pinged_at is not None and monotonic() - self._pinged_at > self._hub.limits.pong_seconds

    def _read_or_not(self) -> None:
        if self._is_full or self._is_deaf:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()
