"""Limits of one reader. The spec doesn't have these numbers; the exchange's guides have some of them."""

from __future__ import annotations

from attrs import define, field, validators

_positive = validators.and_(validators.instance_of(int), validators.ge(1))


@define
class Limits:
    """Limits of the stream. Lower them in a test to provoke the errors.

    Args:
        connections: Connections of one account (429); as documented.
        waiting_messages: Messages of one subscription that may wait for a slow reader (error 25).
        markets: Markets of all subscriptions of one connection, each counted in each (error 26); as documented.
        commands_a_second: Commands about one subscription in any second (error 27); as documented.
        pong_seconds: Seconds of real time after which a reader that has not answered a ping is disconnected.
    """

    connections: int = field(default=200, validator=_positive)
    waiting_messages: int = field(default=5_000, validator=_positive)
    markets: int = field(default=500_000, validator=_positive)
    commands_a_second: int = field(default=10_000, validator=_positive)
    pong_seconds: float = field(default=60.0, validator=validators.gt(0))
