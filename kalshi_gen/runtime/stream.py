"""What the packages of all streams share: the classes of their tables, subscriptions, and messages that none has."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Mapping
from typing import Any, Literal, Protocol, Self, TypeAlias, TypeVar

import msgspec
from attrs import frozen

from ..errors import InvalidRequestError
from ..types import UNSET, Unset

M_co = TypeVar("M_co", covariant=True)

WhenFull: TypeAlias = Literal["block", "drop_oldest", "latest", "error"]
"""What happens to a new message when the queue of its subscription is full.

`error`: the subscription ends with an error. `block`: the message waits, and so does the connection, which serves only
this subscription. `drop_oldest`: the oldest message is dropped. `latest`: only the newest message of each market (or
index) is kept, even while the queue is not full.
"""


class Subscribed(Protocol[M_co]):
    """A subscription, as `subscribe` of a stream returns it; `async for` reads its messages."""

    @property
    def channel(self) -> str:
        """The channel."""

    @property
    def parameters(self) -> dict[str, Any]:
        """The current parameters, with what updates added or removed."""

    @property
    def gaps(self) -> int:
        """How many times messages were missing."""

    @property
    def drops(self) -> int:
        """How many messages the queue has dropped."""

    def __aiter__(self) -> AsyncIterator[M_co]:
        """Read the messages in the order of their arrival."""

    def __await__(self) -> Generator[Any, None, Self]:
        """Wait until the exchange has confirmed the subscription."""

    async def update(self, action: str, **parameters: Any) -> Any:
        """Change the subscription; a later resubscription has the change too."""

    async def unsubscribe(self) -> None:
        """End the subscription; messages that arrived before can still be read."""

    def listen(self, callback: Callable[[M_co], Awaitable[None] | None]) -> Self:
        """Call a function with each message, instead of reading them."""


@frozen(kw_only=True)
class Channel:
    """A channel that you can subscribe to.

    Attributes:
        name: Its name in the spec.
        types: The types of its messages on the wire.
        models: The names of their classes in `models`.
        takes: The parameters of a subscription to it.
        needs: The parameters of which one must be given; empty if all are optional.
        actions: The actions that can update a subscription to it.
        sequenced: Whether its messages have a `seq`.
        private: Whether it only shows the user's own data.
    """

    name: str
    types: frozenset[str]
    models: tuple[str, ...]
    takes: frozenset[str]
    needs: frozenset[str]
    actions: frozenset[str]
    sequenced: bool
    private: bool


@frozen
class ErrorCode:
    """An error of the stream.

    Attributes:
        code: Its number in the spec.
        name: A short name, which is ours.
        description: What it means.
        terminal: Whether it ends the subscription.
    """

    code: int
    name: str
    description: str
    terminal: bool = False


@frozen
class Form:
    """One of the forms that the messages of a type have.

    Attributes:
        model: The name of its class in `models`.
        kind: The type of its `msg`.
        constants: The fields of its `msg` that always have the same value.
        required: The required fields of its `msg` that other forms of the type don't require.
    """

    model: str
    kind: type = dict
    constants: dict[str, Any] = {}
    required: frozenset[str] = frozenset()

    def fits(self, msg: Any) -> bool:
        """Whether a decoded `msg` has this form."""
        fields = msg if isinstance(msg, dict) else {}
        constant = all(fields.get(name) == value for name, value in self.constants.items())
        return type(msg) is self.kind and constant and self.required <= fields.keys()


class UnknownMessage(msgspec.Struct, kw_only=True):
    """A message of a type that the spec doesn't have.

    Attributes:
        type: Its type on the wire.
        id: The id of the command that it responds to, if any.
        sid: The id of the subscription that it belongs to, if any.
        seq: The number of the message within its subscription, if it has one.
        msg: Its data as undecoded JSON, which `msgspec.json.decode(message.msg)` decodes; empty if it has none.
        sending_ts_ms: When the exchange handed it to its network, in Unix milliseconds.
    """

    type: str
    id: int | Unset = UNSET
    sid: int | Unset = UNSET
    seq: int | Unset = UNSET
    msg: msgspec.Raw = msgspec.Raw()
    sending_ts_ms: int | Unset = UNSET


def given_parameters(channels: Mapping[str, Channel], name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a subscription that are given, if the channel takes them.

    Raises:
        InvalidRequestError: There is no such channel, it has no such parameter, or it needs one that is missing.
    """
    channel = channels.get(name)
    if channel is None:
        raise InvalidRequestError("channel", f"{name!r} is not a channel; use one of {', '.join(channels)}")
    given = {parameter: value for parameter, value in parameters.items() if value is not UNSET and value is not None}
    for parameter in given.keys() - channel.takes:
        listed = ", ".join(sorted(channel.takes)) or "no parameters"
        raise InvalidRequestError(parameter, f"the channel {name} does not take it; it takes {listed}")
    if channel.needs and not channel.needs & given.keys():
        needed = " or ".join(sorted(channel.needs))
        raise InvalidRequestError(needed, f"the channel {name} needs it; name a market")
    return given
