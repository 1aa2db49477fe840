"""The commands that readers have sent, for whoever counts them."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from .connection import StreamConnection

_MOST = 200_000


@frozen(kw_only=True)
class ReceivedCommand:
    """A command that came, whatever became of it.

    Args:
        at: When, on the exchange's clock, in Unix seconds.
        monotonic: When, by `time.monotonic()`, whatever the exchange's clock is.
        connection: Number of the connection, from 1 in the order in which they were made.
        id: The command's id, None if it had none.
        name: Its `cmd`.
        params: Its parameters as they came.
    """

    at: float
    monotonic: float
    connection: int
    id: Any
    name: str
    params: Any


class CommandLog:
    """The newest commands, oldest first."""

    def __init__(self) -> None:
        self._commands: list[ReceivedCommand] = []

    def add(self, connection: StreamConnection, command: dict[str, Any], at: float) -> None:
        """Keep a command.

        Args:
            at: Now, on the exchange's clock.
        """
        self._commands.append(
            ReceivedCommand(
                at=at,
                monotonic=monotonic(),
                connection=connection.number,
                id=command.get("id"),
                name=command["cmd"],
                params=command.get("params"),
            )
        )
        if len(self._commands) > _MOST:
            del self._commands[: _MOST // 2]

    def of(self, name: str | None, connection: int | None = None) -> tuple[ReceivedCommand, ...]:
        """The commands of a name and of a connection; None for all."""
        return tuple(
            each
            for each in self._commands.copy()
            if name in (None, each.name) and connection in (None, each.connection)
        )
