"""What one reader has subscribed to, and how its commands are carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from ..key_ring import Key
from .channels import CHANNELS
from .errors import BUFFER_OVERFLOW, CommandRefused, error_body
from .messages import line
from .parameters import asked_channels, asked_sids, id_of, one_sid, read_update, subscription_fields
from .subscription import Subscription
from .updates import Updates

if TYPE_CHECKING:
    from .connection import StreamConnection
    from .hub import Hub

_SECOND = 1.0


class Session:
    """A reader's subscriptions, and its commands.

    Args:
        hub: What it reads.
        connection: Where it reads it.
        key: The key that signed the handshake.
    """

    def __init__(self, hub: Hub, connection: StreamConnection, key: Key) -> None:
        self._hub = hub
        self._connection = connection
        self._key = key
        self._last_sid = 0
        self._subscriptions: dict[int, Subscription] = {}
        self._updates = Updates(hub)

    @property
    def account(self) -> str:
        """The account that signed the handshake."""
        return self._key.account

    def subscription(self, sid: int) -> Subscription:
        """One of its subscriptions.

        Raises:
            KeyError: If there is none of that number.
        """
        return self._subscriptions[sid]

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Its subscriptions, oldest first."""
        return tuple(self._subscriptions.values())

    def receive(self, text: bytes) -> None:
        """Carry out a command and answer it."""
        # What was asked before it must be told before it.
        self._hub.catch_up()
        command: dict[str, Any] = {}
        command_id: int | None = None
        try:
            command = _decoded(text)
            command_id = id_of(command)
            name = command.get("cmd")
            if not isinstance(name, str):
                raise CommandRefused(5)
            self._hub.log.add(self._connection, command, self._hub.clock())
            if not self._hub.faults.meets_command(name):
                self._carry_out(name, command, command_id)
        except CommandRefused as refused:
            self._refuse(refused, command, command_id)

    def terminate(self, subscription: Subscription, code: int | None) -> None:
        """End a subscription that nobody asked to end.

        Args:
            code: The error that ends it, 10 or 25; None for an `unsubscribed`.
        """
        if not self._remove(subscription):
            return
        if code is None:
            subscription.answer("unsubscribed", None, self._hub.now_ms(), None, is_numbered=True)
        elif code == BUFFER_OVERFLOW and not self._hub.behaviour.overflow_names_its_subscription:
            self._answer("error", error_body(code), None)
        else:
            subscription.answer("error", error_body(code), self._hub.now_ms(), None)

    def end(self) -> None:
        """The connection is gone."""
        for subscription in self.subscriptions:
            self._remove(subscription)
        self._hub.leave(self._connection)

    def _carry_out(self, name: str, command: dict[str, Any], command_id: int | None) -> None:
        if name == "list_subscriptions":
            self._list(command_id)
            return
        actions: dict[str, Callable[[dict[str, Any], int | None], None]] = {
            "subscribe": self._subscribe,
            "unsubscribe": self._unsubscribe,
            "update_subscription": self._update,
        }
        if name not in actions:
            raise CommandRefused(5)
        params = command.get("params")
        if params is None:
            raise CommandRefused(2)
        if not isinstance(params, dict):
            raise CommandRefused(1, "params is no object")
        actions[name](params, command_id)

    def _subscribe(self, params: dict[str, Any], command_id: int | None) -> None:
        """Subscribe to all channels that are asked for, or to none; one that there is already gets the markets too."""
        asked = [
            (channel, subscription_fields(channel, params, self._hub.feed))
            for channel in (CHANNELS[name] for name in asked_channels(params))
        ]
        may_read = self._hub.keys.keys.get(self._key.access_key_id) is self._key and "read" in self._key.scopes
        if not may_read and any(channel.private for channel, _ in asked):
            raise CommandRefused(9)
        merges = self._hub.behaviour.merges_subscriptions
        of_channel = {each.channel.name: each for each in self.subscriptions} if merges else {}
        further = 0
        for channel, fields in asked:
            before = of_channel.get(channel.name)
            further += len(fields.get("names", {}).keys() - (before.names.keys() if before else set()))
        self._check_room(further)
        for channel, fields in asked:
            if before := of_channel.get(channel.name):
                self._updates.widen(before, fields, command_id)
                continue
            self._last_sid += 1
            subscription = Subscription(
                sid=self._last_sid,
                channel=channel,
                reader=self._connection,
                faults=self._hub.faults,
                end=self.terminate,
                account=self._key.account,
                subaccount=self._key.subaccount,
                **fields,
            )
            self._subscriptions[subscription.sid] = subscription
            if merges:
                of_channel[channel.name] = subscription
            self._hub.subscribers.add(subscription)
            self._answer("subscribed", {"channel": channel.name, "sid": subscription.sid}, command_id)
            self._updates.begin(subscription)

    def _unsubscribe(self, params: dict[str, Any], command_id: int | None) -> None:
        for sid in asked_sids(params):
            subscription = self._subscriptions.get(sid)
            if subscription is None or not self._remove(subscription):
                self._answer("error", error_body(7), command_id)
            else:
                subscription.answer("unsubscribed", None, self._hub.now_ms(), command_id, is_numbered=True)

    def _update(self, params: dict[str, Any], command_id: int | None) -> None:
        subscription = self._subscriptions.get(one_sid(params, self._hub.behaviour))
        if subscription is None:
            raise CommandRefused(7)
        self._check_rate(subscription)
        update = read_update(subscription, params, self._hub.feed)
        if update.action == "add_markets":
            self._check_room(len(set(update.names) - subscription.names.keys()))
        self._updates.carry_out(subscription, update, command_id)

    def _refuse(self, refused: CommandRefused, command: dict[str, Any], command_id: int | None) -> None:
        """Answer a command that is refused: an update on its subscription, if it names one that there is."""
        if command.get("cmd") != "update_subscription":
            self._answer("error", refused.body, command_id)
            return
        if not self._hub.behaviour.subscription_errors_have_ids:
            command_id = None
        try:
            subscription = self._subscriptions.get(one_sid(command["params"], self._hub.behaviour))
        except (CommandRefused, AttributeError, KeyError):
            subscription = None
        if subscription is None:
            self._answer("error", refused.body, command_id)
        else:
            subscription.answer("error", refused.body, self._hub.now_ms(), command_id)

    def _list(self, command_id: int | None) -> None:
        listed = [{"channel": each.channel.name, "sid": each.sid} for each in self.subscriptions]
        self._answer("ok", listed, command_id)

    def _check_room(self, further: int) -> None:
        """Refuse more markets than a connection may have."""
        if further + sum(len(each.names) for each in self.subscriptions) > self._hub.limits.markets:
            raise CommandRefused(26)

    def _check_rate(self, subscription: Subscription) -> None:
        now, times = self._hub.clock(), subscription.command_times
        while times and now - times[0] >= _SECOND:
            times.popleft()
        if len(times) >= self._hub.limits.commands_a_second:
            raise CommandRefused(27)
        times.append(now)

    def _answer(self, kind: str, body: object, command_id: int | None) -> None:
        message: dict[str, object] = {"type": kind}
        if command_id:
            message["id"] = command_id
        message |= {"msg": body, "sending_ts_ms": self._hub.now_ms()}
        self._connection.put(line(message))

    def _remove(self, subscription: Subscription) -> bool:
        """Take a subscription away, if it is still there."""
        if self._subscriptions.pop(subscription.sid, None) is None:
            return False
        self._hub.subscribers.remove(subscription)
        self._hub.indices.look()
        return True


def _decoded(text: bytes) -> dict[str, Any]:
    try:
        command = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise CommandRefused(1, "not JSON") from None
    if not isinstance(command, dict):
        raise CommandRefused(1, "not an object")
    return command
