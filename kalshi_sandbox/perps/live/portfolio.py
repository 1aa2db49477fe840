"""Positions, balances, risk, limits, subaccounts, and funds that move between them or between the exchanges."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from ...engine.order import ZERO
from ...engine.rejection import conflict
from ...error_answers import invalid_parameters
from ...live.formats import dollars
from ...live.lag import drawn
from ...live.shards import transfer_between_shards
from ...validation import CheckedRequest
from .context import PerpsContext, PerpsHandler
from .fields import balance_fields, money, position_fields, risk_fields

_CENT, _CENTICENT = Decimal("0.01"), Decimal("0.0001")
_CENT_IN_CENTICENTS = 100
_EVENTS = "event_contract"


def get_positions(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginPositions: the open ones. A ticker that is no market's has none: the spec has no 404 for it."""
    ticker = request.query.get("ticker") or None
    views = context.exchange.portfolio.positions(account, subaccount=context.shared.subaccount_filter(request))
    return {"positions": [position_fields(view) for view in views if ticker in (None, view.position.market.ticker)]}


def get_balance(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginBalance."""
    wanted = context.shared.subaccount_filter(request)
    balances = [
        balance
        for balance in context.exchange.portfolio.balances(account)
        if wanted in (None, balance.owner.subaccount)
    ]
    is_computed = request.query.get("compute_available_balance", False)
    return {
        "subaccount_balances": [balance_fields(balance, is_computed=is_computed) for balance in balances],
        "settled_funds": money(sum((balance.settled_funds for balance in balances), ZERO)),
    }


def get_risk(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginRisk."""
    views = context.exchange.portfolio.positions(account, subaccount=context.shared.subaccount_filter(request))
    notional = sum((view.notional for view in views), ZERO)
    margin = sum((view.maintenance_margin for view in views), ZERO)
    risk = {
        "total_position_notional": money(notional),
        "total_maintenance_margin": money(margin),
        "positions": [risk_fields(view) for view in views],
    }
    return {**risk, "account_leverage": float(round(notional / margin, 4))} if margin else risk


def get_notional_limit(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginNotionalRiskLimit."""
    notional = context.exchange.portfolio.notional(account)
    return {
        "default_notional_value_risk_limit": dollars(notional.limit),
        "notional_value_risk_limits_by_market_ticker": {},
        "total_current_usage": money(notional.total),
        "current_usage_by_market_ticker": {ticker: money(used) for ticker, used in notional.usage.items()},
    }


def create_subaccount(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CreateMarginSubaccount."""
    context.shared.check_unlocked(request)
    return {"subaccount_number": context.exchange.accounts.add_subaccount(account)}


def transfer(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """ApplyMarginSubaccountTransfer."""
    body = request.body
    context.shared.check_unlocked(request)
    context.exchange.accounts.transfer(
        account,
        body["client_transfer_id"],
        body["from_subaccount"],
        body["to_subaccount"],
        body["amount_cents"] * _CENT,
    )
    return {}


def transfer_between_exchanges(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """IntraExchangeInstanceTransfer: within the exchange of event contracts, or between it and this one.

    The cash leaves immediately and arrives a little later, as between shards.
    """
    body = request.body
    instances = (body["source"], body["destination"])
    if instances == (_EVENTS, _EVENTS):
        return transfer_between_shards(context.shared, request, account)
    context.shared.check_unlocked(request)
    _check_transfer(context, body, account)
    amount = (body["amount"] * _CENTICENT).quantize(_CENT)
    source, destination = body.get("source_exchange_shard", 0), body.get("destination_exchange_shard", 0)
    events, perps = context.shared.exchange.accounts, context.exchange.accounts
    if body["source"] == _EVENTS:
        events.deposit(account, -amount, exchange_index=source)
    else:
        perps.deposit(account, -amount)
    if body.get("client_transfer_id"):
        context.used_transfer_ids.add((account, body["source"], source, body["client_transfer_id"]))
    transfer_id = context.shared.new_id()

    def arrive() -> None:
        if body["destination"] == _EVENTS:
            events.deposit(account, amount, exchange_index=destination)
        else:
            perps.deposit(account, amount)

    delay: timedelta = drawn(context.shared.behaviour.transfer_delay, f"{account}/transfer/{transfer_id}")
    context.exchange.clock.call_at(context.exchange.now() + delay, arrive)
    return {"transfer_id": transfer_id}


def _check_transfer(context: PerpsContext, body: dict[str, Any], account: str) -> None:
    """Reject a transfer between the exchanges that isn't from one to the other, or that uses an id again."""
    if body["source"] == body["destination"]:
        raise invalid_parameters("destination", f"funds can't move from {body['source']} to itself")
    for name in ("source_subaccount", "destination_subaccount"):
        if body.get(name, 0):
            raise invalid_parameters(name, "only primary accounts take part in transfers between exchanges")
    if body["amount"] <= 0 or body["amount"] % _CENT_IN_CENTICENTS:
        raise invalid_parameters("amount", f"{body['amount']} is not a number of whole cents above zero")
    for name in ("source", "destination"):
        if body[name] == _EVENTS:
            context.shared.exchange.shards.check(body.get(f"{name}_exchange_shard", 0))
    key = (account, body["source"], body.get("source_exchange_shard", 0), body.get("client_transfer_id") or "")
    if key in context.used_transfer_ids:
        raise conflict("transfer_already_exists", "transfer already exists", f"{key[-1]} was used before")


HANDLERS: dict[str, PerpsHandler] = {
    "ApplyMarginSubaccountTransfer": transfer,
    "CreateMarginSubaccount": create_subaccount,
    "GetMarginBalance": get_balance,
    "GetMarginNotionalRiskLimit": get_notional_limit,
    "GetMarginPositions": get_positions,
    "GetMarginRisk": get_risk,
}
# Operations of event contracts that concern this exchange too.
SHARED_HANDLERS: dict[str, PerpsHandler] = {"IntraExchangeInstanceTransfer": transfer_between_exchanges}
