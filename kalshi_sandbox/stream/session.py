"""One reader: its subscriptions, and its commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from attrs import frozen

from ..behaviour import Behaviour
from ..key_ring import Key, KeyRing
from .command_log import CommandLog
from .connection import StreamConnection
from .dispatcher import Dispatcher
from .errors import BUFFER_OVERFLOW, CommandRejected, error_body
from .faults import StreamFaults
from .feed import Feed
from .indices import Indices
from .limits import Limits
from .messages import line
from .parameters import asked_channels, asked_sids, id_of, one_sid, read_update, subscription_fields
from .subscription import Subscription
from .updates import Updates

_SECOND = 1.0


@frozen(kw_only=True)
class SessionContext:
    """What all sessions share.

    Args:
        behaviour: What is done where the live exchange and its documents differ.
        keys: The keys that may sign.
        clock: The sandbox's clock, in Unix seconds.
        limits: Limits of one reader.
        faults: The faults of the stream.
        log: Where commands are logged.
        feed: Publishes messages, and knows the markets and all subscriptions.
        indices: Publishes indices, and knows their names.
        dispatcher: The events that are not sent yet.
    """

    behaviour: Behaviour
    keys: KeyRing
    clock: Callable[[], float]
    limits: Limits
    faults: StreamFaults
    log: CommandLog
    feed: Feed
    indices: Indices
    dispatcher: Dispatcher[Any]


class Session:
    """A reader's subscriptions, and its commands.

    Args:
        context: What all sessions share.
        connection: The reader's connection.
        key: The key that signed the handshake.
        on_end: Called when the connection is gone.
    """

    def __init__(
        self, context: SessionContext, connection: StreamConnection, key: Key, on_end: Callable[[], None]
    ) -> None:
        self._context = context
        self._connection = connection
        self._key = key
        self._on_end = on_end
        self._last_sid = 0
        self._subscriptions: dict[int, Subscription] = {}
        self._updates = Updates(context.feed, context.indices, context.dispatcher, context.behaviour)

    @property
    def account(self) -> str:
        """The account that signed the handshake."""
        return self._key.account

    def subscription(self, sid: int) -> Subscription:
        """One of its subscriptions.

        Raises:
            KeyError: If there is none with that number.
        """
        return self._subscriptions[sid]

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Its subscriptions, oldest first."""
        return tuple(self._subscriptions.values())

    def receive(self, text: bytes) -> None:
        """Execute a command and answer it."""
        # Whatever happened before the command must be sent before its answer.
        self._context.dispatcher.catch_up()
        command: dict[str, Any] = {}
        command_id: int | None = None
        try:
            command = _decoded(text)
            command_id = id_of(command)
            name = command.get("cmd")
            if not isinstance(name, str):
                raise CommandRejected(5)
            self._context.log.add(self._connection.number, command, self._context.clock())
            if not self._context.faults.ignores_command(name):
                self._execute(name, command, command_id)
        except CommandRejected as rejection:
            self._reject(rejection, command, command_id)

    def terminate(self, subscription: Subscription, code: int | None) -> None:
        """End a subscription that the reader did not ask to end.

        Args:
            code: The error that ends it, 10 or 25; None for an `unsubscribed`.
        """
        if not self._remove(subscription):
            return
        if code is None:
            subscription.answer("unsubscribed", None, self._now_ms(), None, is_numbered=True)
        elif code == BUFFER_OVERFLOW and not self._context.behaviour.overflow_names_its_subscription:
            self._answer("error", error_body(code), None)
        else:
            subscription.answer("error", error_body(code), self._now_ms(), None)

    def end(self) -> None:
        """Remove everything, because the connection is gone."""
        for subscription in self.subscriptions:
            self._remove(subscription)
        self._on_end()

    def _execute(self, name: str, command: dict[str, Any], command_id: int | None) -> None:
        if name == "list_subscriptions":
            self._list(command_id)
            return
        actions: dict[str, Callable[[dict[str, Any], int | None], None]] = {
            "subscribe": self._subscribe,
            "unsubscribe": self._unsubscribe,
            "update_subscription": self._update,
        }
        if name not in actions:
            raise CommandRejected(5)
        params = command.get("params")
        if params is None:
            raise CommandRejected(2)
        if not isinstance(params, dict):
            raise CommandRejected(1, "params is no object")
        actions[name](params, command_id)

    def _subscribe(self, params: dict[str, Any], command_id: int | None) -> None:
        """Subscribe to all channels of the command or to none; an existing subscription may get the markets too."""
        context = self._context
        asked = [
            (channel, subscription_fields(channel, params, context.feed))
            for channel in asked_channels(params, context.feed)
        ]
        may_read = context.keys.keys.get(self._key.access_key_id) is self._key and "read" in self._key.scopes
        if not may_read and any(channel.private for channel, _ in asked):
            raise CommandRejected(9)
        merges = context.behaviour.merges_subscriptions
        of_channel = {each.channel.name: each for each in self.subscriptions} if merges else {}
        added = 0
        for channel, fields in asked:
            before = of_channel.get(channel.name)
            added += len(fields.get("names", {}).keys() - (before.names.keys() if before else set()))
        self._check_market_limit(added)
        for channel, fields in asked:
            if before := of_channel.get(channel.name):
                self._updates.extend(before, fields, command_id)
                continue
            self._last_sid += 1
            subscription = Subscription(
                sid=self._last_sid,
                channel=channel,
                reader=self._connection,
                faults=context.faults,
                end=self.terminate,
                account=self._key.account,
                subaccount=self._key.subaccount,
                **fields,
            )
            self._subscriptions[subscription.sid] = subscription
            if merges:
                of_channel[channel.name] = subscription
            context.feed.subscribers.add(subscription)
            self._answer("subscribed", {"channel": channel.name, "sid": subscription.sid}, command_id)
            self._updates.begin(subscription)

    def _unsubscribe(self, params: dict[str, Any], command_id: int | None) -> None:
        for sid in asked_sids(params):
            subscription = self._subscriptions.get(sid)
            if subscription is None or not self._remove(subscription):
                self._answer("error", error_body(7), command_id)
            else:
                subscription.answer("unsubscribed", None, self._now_ms(), command_id, is_numbered=True)

    def _update(self, params: dict[str, Any], command_id: int | None) -> None:
        subscription = self._subscriptions.get(one_sid(params, self._context.behaviour))
        if subscription is None:
            raise CommandRejected(7)
        self._check_rate(subscription)
        update = read_update(subscription, params, self._context.feed)
        if update.action == "add_markets":
            self._check_market_limit(len(set(update.names) - subscription.names.keys()))
        self._updates.execute(subscription, update, command_id)

    def _reject(self, rejection: CommandRejected, command: dict[str, Any], command_id: int | None) -> None:
        """Answer a rejected command: an update on its subscription, if it names one that exists."""
        if command.get("cmd") != "update_subscription":
            self._answer("error", rejection.body, command_id)
            return
        if not self._context.behaviour.subscription_errors_have_ids:
            command_id = None
        try:
            subscription = self._subscriptions.get(one_sid(command["params"], self._context.behaviour))
        except (CommandRejected, AttributeError, KeyError):
            subscription = None
        if subscription is None:
            self._answer("error", rejection.body, command_id)
        else:
            subscription.answer("error", rejection.body, self._now_ms(), command_id)

    def _list(self, command_id: int | None) -> None:
        listed = [{"channel": each.channel.name, "sid": each.sid} for each in self.subscriptions]
        self._answer("ok", listed, command_id)

    def _check_market_limit(self, added: int) -> None:
        """Reject more markets than a connection may have."""
        if added + sum(len(each.names) for each in self.subscriptions) > self._context.limits.markets:
            raise CommandRejected(26)

    def _check_rate(self, subscription: Subscription) -> None:
        now, times = self._context.clock(), subscription.command_times
        while times and now - times[0] >= _SECOND:
            times.popleft()
        if len(times) >= self._context.limits.commands_a_second:
            raise CommandRejected(27)
        times.append(now)

    def _answer(self, kind: str, body: object, command_id: int | None) -> None:
        message: dict[str, object] = {"type": kind}
        if command_id:
            message["id"] = command_id
        message |= {"msg": body, "sending_ts_ms": self._now_ms()}
        self._connection.put(line(message))

    def _now_ms(self) -> int:
        return self._context.dispatcher.now_ms()

    def _remove(self, subscription: Subscription) -> bool:
        """Remove a subscription, if it still exists."""
        if self._subscriptions.pop(subscription.sid, None) is None:
            return False
        self._context.feed.subscribers.remove(subscription)
        self._context.indices.refresh()
        return True


def _decoded(text: bytes) -> dict[str, Any]:
    try:
        command = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise CommandRejected(1, "not JSON") from None
    if not isinstance(command, dict):
        raise CommandRejected(1, "not an object")
    return command
