"""An account's subaccounts, the cash that moves into and between them, and how fresh its data is."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from ..validation import CheckedRequest
from .desk import Desk, LiveHandler, cents, dollars, page, seconds, time

_CENT = Decimal("0.01")


@frozen
class Deposit:
    """Cash that came into an account from outside, in US dollars."""

    deposit_id: str
    amount: Decimal
    created_time: datetime


class Deposits:
    """The deposits of every account, oldest first."""

    def __init__(self) -> None:
        self.of_account: dict[str, list[Deposit]] = {}


class Netting:
    """The subaccounts, by account and number, of which netting was turned on or off."""

    def __init__(self) -> None:
        self.enabled: dict[tuple[str, int], bool] = {}


def open_account(desk: Desk, balance: Decimal, account: str | None = None) -> str:
    """Open an account whose balance is its first deposit.

    Args:
        desk: Where it is opened.
        balance: US dollars.
        account: Its id; None for a new one.

    Returns:
        The id.

    Raises:
        EngineRejection: With 409 if there is one of that id, 400 for a balance below zero.
    """
    opened = desk.exchange.accounts.add(account, balance)
    deposit = Deposit(desk.new_id(), balance, desk.now())
    desk.part(Deposits).of_account[opened] = [deposit] if balance else []
    desk.past.note_balance(opened)
    return opened


def create_subaccount(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CreateSubaccount."""
    desk.check_unlocked(request)
    number = desk.exchange.accounts.add_subaccount(account)
    desk.past.note_balance(account, number)
    return {"subaccount_number": number}


def transfer(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """ApplySubaccountTransfer."""
    body = request.body
    desk.check_unlocked(request)
    desk.exchange.accounts.transfer(
        account,
        body["client_transfer_id"],
        body["from_subaccount"],
        body["to_subaccount"],
        body["amount_cents"] * _CENT,
        exchange_index=max(0, body.get("exchange_index", 0)),
    )
    return {}


def get_subaccount_balances(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetSubaccountBalances: an entry for each subaccount on each shard."""
    wanted = desk.subaccount_filter(request)
    return {
        "subaccount_balances": [
            {
                "subaccount_number": balance.owner.subaccount,
                "exchange_index": shard,
                "balance": dollars(cash),
                "updated_ts": seconds(balance.updated_time),
            }
            for balance in desk.portfolio(request).balances(account)
            if wanted in (None, balance.owner.subaccount)
            for shard, cash in enumerate(balance.cash_on)
        ]
    }


def get_transfers(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetSubaccountTransfers: newest first."""
    numbered = list(enumerate(desk.exchange.accounts.transfers(account)))[::-1]
    items, cursor = page(request, numbered, lambda item: item[0])
    return {
        "transfers": [
            {
                "transfer_id": made.transfer_id,
                "from_subaccount": made.from_subaccount,
                "to_subaccount": made.to_subaccount,
                "amount_cents": cents(made.amount),
                "created_ts": seconds(made.created_time),
                "exchange_index": made.exchange_index,
            }
            for _, made in items
        ],
        "cursor": cursor,
    }


def get_netting(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetSubaccountNetting: off until it is turned on."""
    enabled = desk.part(Netting).enabled
    numbers = (balance.owner.subaccount for balance in desk.exchange.portfolio.balances(account))
    return {
        "netting_configs": [
            {"subaccount_number": number, "enabled": enabled.get((account, number), False), "exchange_index": 0}
            for number in numbers
        ]
    }


def set_netting(desk: Desk, request: CheckedRequest, account: str) -> None:
    """UpdateSubaccountNetting."""
    number = desk.subaccount(request, request.body["subaccount_number"])
    desk.exchange.portfolio.balance(account, subaccount=number)
    desk.part(Netting).enabled[account, number] = request.body["enabled"]


def get_deposits(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetDeposits: newest first."""
    numbered = list(enumerate(desk.part(Deposits).of_account.get(account, [])))[::-1]
    items, cursor = page(request, numbered, lambda item: item[0])
    return {
        "deposits": [
            {
                "id": deposit.deposit_id,
                "status": "applied",
                "type": "ach",
                "amount_cents": cents(deposit.amount),
                "fee_cents": 0,
                "created_ts": seconds(deposit.created_time),
                "finalized_ts": seconds(deposit.created_time),
            }
            for _, deposit in items
        ],
        "cursor": cursor,
    }


def get_withdrawals(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetWithdrawals: nobody takes money out of a sandbox."""
    nothing: list[dict[str, Any]] = []
    items, cursor = page(request, nothing)
    return {"withdrawals": items, "cursor": cursor}


def get_user_data_timestamp(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetUserDataTimestamp: the truth about the reads of orders and of what the account has, or something else."""
    match desk.behaviour.user_data_timestamp:
        case "frozen":
            return {"as_of_time": time(desk.opened)}
        case "ahead":
            longest = max(lag.longest for lag in desk.past.lags.values())
            return {"as_of_time": time(desk.now() + longest)}
    return {"as_of_time": time(desk.shown_until(request, "orders", "account") or desk.now())}


HANDLERS: dict[str, LiveHandler] = {
    "ApplySubaccountTransfer": transfer,
    "CreateSubaccount": create_subaccount,
    "GetDeposits": get_deposits,
    "GetSubaccountBalances": get_subaccount_balances,
    "GetSubaccountNetting": get_netting,
    "GetSubaccountTransfers": get_transfers,
    "GetUserDataTimestamp": get_user_data_timestamp,
    "GetWithdrawals": get_withdrawals,
    "UpdateSubaccountNetting": set_netting,
}
