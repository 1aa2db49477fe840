"""A clearing member at Klear: its settlement balance, withdrawals, obligations, subtraders, their groups and keys.

The rules are those of the spec. Where it leaves one open, this module decides: a withdrawal moves its amount from the
balance to the locked balance, and stays `pending` until you finish it. Obligations of the fifteen days before the
sandbox started are settled and in the history of the balance; those of the next settlement are active, and stay so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from attrs import evolve, frozen

from ..engine.clock import Clock
from ..engine.identifiers import Identifiers
from ..error_answers import ErrorAnswer, invalid_parameters
from ..key_ring import KeyRing, read_public_key
from ..samples.klear import ASSET_CLASSES, BALANCE, MEMBER, SUBTRADERS, obligation
from ..values import places_of

FinalStatus = Literal["processed", "failed", "cancelled"]
Status = Literal["pending", "processing"] | FinalStatus

_IDS_APART = 1 << 65
_CENTICENTS = 10_000
_PLACES = 4
_DAY = timedelta(days=1)
_DAYS = 15
_SETTLEMENT_HOUR = 20
_SUFFIX = re.compile(r"[a-z0-9]{1,16}")


@frozen
class Change:
    """A change of the settlement balance.

    Args:
        number: Its number, from 0 for the oldest.
        balance: How much is added to the balance, in centicents.
        locked: How much is added to the locked balance, in centicents.
        reason: Why.
        transaction_id: Id of what changed it.
        time: When.
    """

    number: int
    balance: int
    locked: int
    reason: str
    transaction_id: str
    time: datetime


@frozen
class Withdrawal:
    """A withdrawal from the settlement balance.

    Args:
        withdrawal_id: Its id.
        amount: US dollars.
        status: Its state.
        time: When it was requested.
    """

    withdrawal_id: str
    amount: Decimal
    status: Status
    time: datetime


@frozen
class SubtraderKey:
    """An API key that is bound to a subtrader; it opens no operation of any API here.

    Args:
        api_key_id: Its id.
        name: Its name.
        subtrader_id: The subtrader.
    """

    api_key_id: str
    name: str
    subtrader_id: str


class Member:
    """A clearing member, and what Klear knows of it.

    Args:
        clock: The exchange's clock.
        keys: Gets the ids of keys, which are kept out of recordings.
        seed: Seed of all ids and amounts.

    Attributes:
        user_id: Id of the member.
        groups: The subtraders of each group, by its id.
    """

    def __init__(self, clock: Clock, keys: KeyRing, seed: int) -> None:
        self.user_id = MEMBER
        self.groups: dict[str, tuple[str, ...]] = {}
        self.clock = clock
        self._key_ids = keys.known_ids
        self._identifiers = Identifiers(seed + _IDS_APART)
        self._subtraders = list(SUBTRADERS)
        self._keys: dict[str, SubtraderKey] = {}
        self._withdrawals: dict[str, Withdrawal] = {}
        self._seed = seed
        next_ = clock.now().replace(hour=_SETTLEMENT_HOUR, minute=0, second=0, microsecond=0)
        self._next_settlement = next_ if next_ > clock.now() else next_ + _DAY
        self._deposit_id = self._identifiers.next()
        # What is no part of the history.
        self._changes: list[Change] = []
        self._balance, self._locked = BALANCE, 0

    # Few of those who start a sandbox ask for any of this, and it takes half as long as all the rest of the start.

    @cached_property
    def active(self) -> list[dict[str, Any]]:
        """The obligations of the next settlement, as Klear answers them."""
        return self._obligations(self._next_settlement)

    @cached_property
    def settled(self) -> list[dict[str, Any]]:
        """Those of earlier settlements, as Klear answers them, the latest first."""
        return [each for day in self._settled_days() for each in self._obligations(day)]

    @cached_property
    def _history(self) -> Sequence[Change]:
        """The changes before the sandbox started, which lead to the balance that it started with."""
        amounts = [each["amount_centicents"] for each in self.settled]
        began = self._next_settlement - (_DAYS + 1) * _DAY
        history = [Change(0, BALANCE - sum(amounts), 0, "deposit", self._deposit_id, began)]
        days = [day for day in self._settled_days() for _ in ASSET_CLASSES]
        for day, each in reversed(list(zip(days, self.settled, strict=True))):
            history.append(Change(len(history), each["amount_centicents"], 0, "settlement", each["id"], day))
        return history

    def _settled_days(self) -> list[datetime]:
        return [self._next_settlement - days * _DAY for days in range(1, _DAYS + 1)]

    @property
    def balance(self) -> Decimal:
        """The settlement balance that is available, in US dollars."""
        return Decimal(self._balance) / _CENTICENTS

    @property
    def locked_balance(self) -> Decimal:
        """What withdrawals that have not ended lock, in US dollars."""
        return Decimal(self._locked) / _CENTICENTS

    @property
    def subtraders(self) -> Sequence[str]:
        """Ids of the member's subtraders."""
        return tuple(self._subtraders)

    @property
    def api_keys(self) -> Sequence[SubtraderKey]:
        """API keys of subtraders, oldest first."""
        return tuple(self._keys.values())

    @property
    def changes(self) -> Sequence[Change]:
        """Changes of the settlement balance, oldest first."""
        return (*self._history, *self._changes)

    def add_subtrader(self, suffix: str) -> str:
        """Add a subtrader.

        Args:
            suffix: The end of its id: 1 to 16 lowercase letters and digits.

        Returns:
            Its id.

        Raises:
            ValueError: For another suffix, or one that is taken.
        """
        subtrader_id = f"{self.user_id}_{suffix}"
        if not _SUFFIX.fullmatch(suffix) or subtrader_id in self._subtraders:
            raise ValueError(
                f"suffix: {suffix!r} can't be; give 1 to 16 lowercase letters and digits that are not taken"
            )
        with self.clock.lock:
            self._subtraders.append(subtrader_id)
        return subtrader_id

    def deposit(self, amount: Decimal | int) -> None:
        """Add money to the settlement balance.

        Args:
            amount: US dollars, above 0, with at most four decimals.

        Raises:
            ValueError: If it is none.
        """
        dollars = Decimal(amount)
        if dollars <= 0 or places_of(dollars) > _PLACES:
            raise ValueError(f"amount: {amount} can't be; give US dollars above 0 with at most {_PLACES} decimals")
        with self.clock.lock:
            self._change(int(dollars * _CENTICENTS), 0, "deposit", self._identifiers.next())

    def withdraw(self, amount: Decimal) -> Withdrawal:
        """Begin a withdrawal.

        Args:
            amount: US dollars.

        Raises:
            ErrorAnswer: With 400 for an amount that is not above 0, has too many decimals, or exceeds the balance.
        """
        if amount <= 0 or places_of(amount) > _PLACES:
            raise invalid_parameters("amount", f"is not above 0 with at most {_PLACES} decimals")
        if amount > self.balance:
            details = f"amount: exceeds the balance of {self.balance}"
            raise ErrorAnswer(400, "insufficient_balance", "insufficient balance", details, about="amount")
        made = Withdrawal(self._identifiers.next(), amount, "pending", self.clock.now())
        self._withdrawals[made.withdrawal_id] = made
        centicents = int(amount * _CENTICENTS)
        self._change(-centicents, centicents, "withdrawal", made.withdrawal_id)
        return made

    def withdrawal(self, withdrawal_id: str) -> Withdrawal:
        """A withdrawal.

        Raises:
            ErrorAnswer: With 404.
        """
        if withdrawal_id not in self._withdrawals:
            raise _not_found("withdrawal")
        return self._withdrawals[withdrawal_id]

    def finish_withdrawal(self, withdrawal_id: str, status: FinalStatus = "processed") -> None:
        """End a withdrawal: its amount leaves, or goes back from the locked balance to the balance.

        Args:
            withdrawal_id: Its id.
            status: `processed`, or `failed` or `cancelled`.

        Raises:
            ValueError: If there is no such withdrawal under way, or no such status.
        """
        if status not in ("processed", "failed", "cancelled"):
            raise ValueError(f"status: {status!r} is none of processed, failed, cancelled")
        with self.clock.lock:
            known = self._withdrawals.get(withdrawal_id)
            if known is None or known.status not in ("pending", "processing"):
                raise ValueError("withdrawal_id: no withdrawal with this id is under way")
            self._withdrawals[withdrawal_id] = evolve(known, status=status)
            centicents = int(known.amount * _CENTICENTS)
            self._change(0 if status == "processed" else centicents, -centicents, f"withdrawal_{status}", withdrawal_id)

    def obligation(self, obligation_id: str) -> dict[str, Any]:
        """An obligation, active or settled.

        Raises:
            ErrorAnswer: With 404.
        """
        for each in (*self.active, *self.settled):
            if each["id"] == obligation_id:
                return each
        raise _not_found("obligation")

    def group(self, subtrader_ids: Sequence[str], group_id: str | None = None) -> str:
        """Make a group of subtraders, or replace those of a group. An id that is given twice counts once.

        Args:
            subtrader_ids: Its subtraders.
            group_id: The group; None for a new one.

        Returns:
            Its id.

        Raises:
            ErrorAnswer: With 404 for an unknown group or subtrader, 409 for a subtrader of another group.
        """
        if group_id is not None and group_id not in self.groups:
            raise _not_found("group")
        for subtrader_id in subtrader_ids:
            self._check_subtrader(subtrader_id)
            if any(subtrader_id in members for each, members in self.groups.items() if each != group_id):
                details = "subtrader_ids: a subtrader is in another group"
                raise ErrorAnswer(409, "already_in_group", "conflict", details, about="subtrader_ids")
        group_id = group_id or self._identifiers.next()
        self.groups[group_id] = tuple(dict.fromkeys(subtrader_ids))
        return group_id

    def add_key(self, name: str, subtrader_id: str, public_key_pem: str | bytes) -> str:
        """Bind a new key to a subtrader.

        Args:
            name: Its name.
            subtrader_id: The subtrader.
            public_key_pem: The public key as PEM, RSA or Ed25519.

        Returns:
            Its id.

        Raises:
            ErrorAnswer: With 404 for an unknown subtrader, 400 for what is no public key.
        """
        self._check_subtrader(subtrader_id)
        try:
            read_public_key(public_key_pem)
        except ValueError:
            raise invalid_parameters("public_key", "is no RSA or Ed25519 public key in PEM form") from None
        api_key_id = self._identifiers.next()
        self._key_ids.add(api_key_id)
        self._keys[api_key_id] = SubtraderKey(api_key_id, name, subtrader_id)
        return api_key_id

    def remove_key(self, api_key_id: str) -> None:
        """Delete a key.

        Raises:
            ErrorAnswer: With 404.
        """
        if api_key_id not in self._keys:
            raise _not_found("api_key")
        del self._keys[api_key_id]

    def _check_subtrader(self, subtrader_id: str) -> None:
        if subtrader_id not in self._subtraders:
            raise _not_found("subtrader")

    def _obligations(self, settled: datetime) -> list[dict[str, Any]]:
        """One obligation for each asset class, by asset class."""
        day = f"klear/{self._seed}/{settled:%Y-%m-%d}"
        return [obligation(f"{day}/{asset_class}", asset_class, settled) for asset_class in sorted(ASSET_CLASSES)]

    def _change(self, balance: int, locked: int, reason: str, transaction_id: str) -> None:
        self._balance += balance
        self._locked += locked
        number = 1 + _DAYS * len(ASSET_CLASSES) + len(self._changes)
        self._changes.append(Change(number, balance, locked, reason, transaction_id, self.clock.now()))


def _not_found(what: str) -> ErrorAnswer:
    words = what.replace("_", " ")
    return ErrorAnswer(404, f"{what}_not_found", f"{words} not found", f"the member has no such {words}")
