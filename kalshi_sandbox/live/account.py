"""Accounts: subaccounts, deposits and transfers between them, API limits, and how current reads are."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from ..buckets import endpoint_costs, limits
from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler
from .formats import cents, dollars, seconds, time
from .pages import page
from .portfolio import reported_on

_CENT = Decimal("0.01")


@frozen
class Deposit:
    """A deposit, in US dollars."""

    deposit_id: str
    amount: Decimal
    created_time: datetime


class Deposits:
    """The deposits of every account, oldest first."""

    def __init__(self) -> None:
        self.of_account: dict[str, list[Deposit]] = {}


class Netting:
    """Whether netting is enabled, by account and number of the subaccount."""

    def __init__(self) -> None:
        self.enabled: dict[tuple[str, int], bool] = {}


def open_account(context: HandlerContext, balance: Decimal, account: str | None = None) -> str:
    """Open an account whose balance is its first deposit.

    Args:
        context: What handlers share.
        balance: US dollars.
        account: Its id; None for a new one.

    Returns:
        The id.

    Raises:
        EngineRejection: With 409 if the id is taken, 400 for a balance below zero.
    """
    opened = context.exchange.accounts.add(account, balance)
    deposit = Deposit(context.new_id(), balance, context.now())
    context.store(Deposits).of_account[opened] = [deposit] if balance else []
    context.history.record_balance(opened)
    return opened


def create_subaccount(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CreateSubaccount."""
    context.check_unlocked(request)
    number = context.exchange.accounts.add_subaccount(account)
    context.history.record_balance(account, number)
    return {"subaccount_number": number}


def transfer(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """ApplySubaccountTransfer."""
    body = request.body
    context.check_unlocked(request)
    context.exchange.accounts.transfer(
        account,
        body["client_transfer_id"],
        body["from_subaccount"],
        body["to_subaccount"],
        body["amount_cents"] * _CENT,
        exchange_index=max(0, body.get("exchange_index", 0)),
    )
    return {}


def get_subaccount_balances(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetSubaccountBalances: an entry for each subaccount on each shard."""
    wanted = context.subaccount_filter(request)
    return {
        "subaccount_balances": [
            {
                "subaccount_number": balance.owner.subaccount,
                "exchange_index": shard,
                "balance": dollars(cash),
                "updated_ts": seconds(balance.updated_time),
            }
            for balance in context.portfolio(request).balances(account)
            if wanted in (None, balance.owner.subaccount)
            for shard, cash in enumerate(reported_on(context, balance))
        ]
    }


def get_transfers(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetSubaccountTransfers: newest first."""
    numbered = list(enumerate(context.exchange.accounts.transfers(account)))[::-1]
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


def get_netting(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetSubaccountNetting: disabled until it is enabled."""
    enabled = context.store(Netting).enabled
    numbers = (balance.owner.subaccount for balance in context.exchange.portfolio.balances(account))
    return {
        "netting_configs": [
            {"subaccount_number": number, "enabled": enabled.get((account, number), False), "exchange_index": 0}
            for number in numbers
        ]
    }


def set_netting(context: HandlerContext, request: CheckedRequest, account: str) -> None:
    """UpdateSubaccountNetting."""
    number = context.subaccount(request, request.body["subaccount_number"])
    context.exchange.portfolio.balance(account, subaccount=number)
    context.store(Netting).enabled[account, number] = request.body["enabled"]


def get_deposits(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetDeposits: newest first."""
    numbered = list(enumerate(context.store(Deposits).of_account.get(account, [])))[::-1]
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


def get_withdrawals(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetWithdrawals: a sandbox has none."""
    nothing: list[dict[str, Any]] = []
    items, cursor = page(request, nothing)
    return {"withdrawals": items, "cursor": cursor}


def get_user_data_timestamp(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetUserDataTimestamp: the moment that reads show, or another one, by `behaviour.user_data_timestamp`."""
    match context.behaviour.user_data_timestamp:
        case "frozen":
            return {"as_of_time": time(context.opened)}
        case "ahead":
            longest = max(lag.longest for lag in context.history.lags.values())
            return {"as_of_time": time(context.now() + longest)}
    return {"as_of_time": time(context.shown_until(request, "orders", "account") or context.now())}


def get_limits(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetAccountApiLimits: of the sandbox's tier, of the highest tier if it has none."""
    return limits(context.tier)


def get_endpoint_costs(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetAccountEndpointCosts."""
    return endpoint_costs()


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
    "GetAccountApiLimits": get_limits,
    "GetAccountEndpointCosts": get_endpoint_costs,
}
