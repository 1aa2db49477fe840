"""Events of an exchange, delivered to its listeners after the operation that caused them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

_Event = TypeVar("_Event")


class EventBus(Generic[_Event]):
    """Queues the events of an operation and delivers them to the listeners after it."""

    def __init__(self) -> None:
        self._listeners: dict[int, Callable[[_Event], None]] = {}
        self._next_listener = 0
        self._queue: deque[_Event] = deque()
        self._is_flushing = False

    @property
    def has_listeners(self) -> bool:
        """Whether anybody listens; events are only kept if so."""
        return bool(self._listeners)

    def listen(self, listener: Callable[[_Event], None]) -> Callable[[], None]:
        """Call a listener for every event from now on.

        Returns:
            A function that removes the listener.
        """
        key = self._next_listener
        self._next_listener += 1
        self._listeners[key] = listener

        def end() -> None:
            self._listeners.pop(key, None)

        return end

    def queue(self, event: _Event) -> None:
        """Queue an event; without listeners nothing is kept."""
        if self._listeners:
            self._queue.append(event)

    def flush(self) -> None:
        """Deliver the queued events. Events that a listener causes by acting on the exchange come after them."""
        if self._is_flushing:
            return
        self._is_flushing = True
        try:
            while self._queue:
                event = self._queue.popleft()
                for listener in list(self._listeners.values()):
                    listener(event)
        finally:
            self._is_flushing = False
