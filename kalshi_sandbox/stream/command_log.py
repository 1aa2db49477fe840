"""The commands that readers have sent."""

from __future__ import annotations

from time import monotonic
from typing import Any

from attrs import frozen

_MAX_COMMANDS = 200_000


@frozen(kw_only=True)
class ReceivedCommand:
    """A command that was received, whether it succeeded or not.

    Args:
        at: When, on the exchange's clock, in Unix seconds.
        monotonic: When, by `time.monotonic()`, whatever the exchange's clock is.
        connection: Number of the connection, from 1 in the order in which they were made.
        id: The command's id, None if it had none.
        name: Its `cmd`.
        params: Its parameters as received.
    """

    at: float
    monotonic: float
    connection: int
    id: Any
    name: str
    params: Any


class CommandLog:
    """The latest commands, oldest first."""

    def __init__(self) -> None:
        self._commands: list[ReceivedCommand] = []

    def add(self, connection: int, command: dict[str, Any], at: float) -> None:
        """Log a command.

        Args:
            connection: Number of the connection.
            command: The command, which has a `cmd`.
            at: Now, on the exchange's clock.
        """
        self._commands.append(
            ReceivedCommand(
                at=at,
                monotonic=monotonic(),
                connection=connection,
                id=command.get("id"),
                name=command["cmd"],
                params=command.get("params"),
            )
        )
        if len(self._commands) > _MAX_COMMANDS:
            del self._commands[: _MAX_COMMANDS // 2]

    def of(self, name: str | None, connection: int | None = None) -> tuple[ReceivedCommand, ...]:
        """The commands with a name and of a connection; None for any."""
        return tuple(
            each
            for each in self._commands.copy()
            if name in (None, each.name) and connection in (None, each.connection)
        )
