"""HTTP answers of Klear: operations that the member's state answers, in the formats of the spec.

All others are answered from the schemas of the spec.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ..answers import Answer, Handler, sample_answer
from ..error_answers import invalid_parameters
from ..live.formats import dollars, time
from ..live.pages import page
from ..validation import CheckedRequest
from ..values import places_of
from .member import Change, Member

_MOST_REPORT_DAYS = 90
_MOST_PRICE_DECIMALS = 4
KlearHandler = Callable[[Member, CheckedRequest], Any]


def klear_handlers(member: Member) -> dict[str, Handler]:
    """The handlers of the operations that have a state, for `Answers.handlers`.

    Args:
        member: The clearing member.
    """
    return {name: partial(_answer, member, handler) for name, handler in HANDLERS.items()}


def _answer(member: Member, handler: KlearHandler, request: CheckedRequest) -> Answer:
    with member.clock.lock:
        return Answer(request.operation.status, handler(member, request))


def get_reports(member: Member, request: CheckedRequest) -> Any:
    """GetMarginReports: samples, of a range that Klear takes."""
    first, last = (date.fromisoformat(request.query[name]) for name in ("start_date", "end_date"))
    if last < first:
        raise invalid_parameters("end_date", "is before start_date")
    if (last - first).days > _MOST_REPORT_DAYS:
        raise invalid_parameters("end_date", f"is more than {_MOST_REPORT_DAYS} days after start_date")
    return sample_answer(request).body


def get_active_obligations(member: Member, request: CheckedRequest) -> Any:
    """GetActiveMarginObligations."""
    return {"obligations": member.active}


def get_obligation_history(member: Member, request: CheckedRequest) -> Any:
    """GetObligationHistory: the latest first."""
    return _page(request, "obligations", member.settled)


def get_rows(field: str, member: Member, request: CheckedRequest) -> Any:
    """The rows of an obligation, by the field that has them."""
    return _page(request, field, member.obligation(request.path["obligation_id"])[field])


def estimate_margin(member: Member, request: CheckedRequest) -> Any:
    """EstimatePortfolioMaintenanceMargin: a sample, for a portfolio that Klear takes."""
    markets = set()
    for at, position in enumerate(request.body["positions"]):
        name, price = f"positions[{at}]", Decimal(position.get("price", 1))
        if position["market_ticker"] in markets:
            raise invalid_parameters(f"{name}.market_ticker", "is in the portfolio twice")
        if not position["quantity"]:
            raise invalid_parameters(f"{name}.quantity", "is 0")
        if price <= 0 or places_of(price) > _MOST_PRICE_DECIMALS:
            raise invalid_parameters(f"{name}.price", f"is not above 0 with at most {_MOST_PRICE_DECIMALS} decimals")
        markets.add(position["market_ticker"])
    return sample_answer(request).body


def get_settlement_estimate(member: Member, request: CheckedRequest) -> Any:
    """GetSettlementEstimateByAssetClass: samples, with the member's balance."""
    return {**sample_answer(request).body, "settlement_balance_centicents": _centicents(member.balance)}


def get_balance(member: Member, request: CheckedRequest) -> Any:
    """GetSettlementBalance."""
    return {
        "user_id": member.user_id,
        "balance_available_centicents": _centicents(member.balance),
        "locked_balance_centicents": _centicents(member.locked_balance),
    }


def get_history(member: Member, request: CheckedRequest) -> Any:
    """GetSettlementBalanceHistory: the latest first."""
    changes, cursor = page(request, member.changes[::-1], lambda change: change.number)
    answer = {"entries": [_entry(change) for change in changes]}
    return {**answer, "cursor": cursor} if cursor else answer


def withdraw(member: Member, request: CheckedRequest) -> Any:
    """WithdrawSettlementBalance."""
    return {"id": member.withdraw(Decimal(request.body["amount"])).withdrawal_id}


def get_withdrawal(member: Member, request: CheckedRequest) -> Any:
    """GetSettlementBalanceWithdrawal."""
    made = member.withdrawal(request.query["id"])
    return {
        "id": made.withdrawal_id,
        "amount": dollars(made.amount, 2),
        "status": made.status,
        "created_ts": time(made.time),
    }


def get_groups(member: Member, request: CheckedRequest) -> Any:
    """GetMarginSubtraderGroups."""
    groups = member.groups.items()
    return {"groups": [{"group_id": name, "member_subtrader_ids": list(members)} for name, members in groups]}


def create_group(member: Member, request: CheckedRequest) -> Any:
    """CreateMarginSubtraderGroup."""
    return {"group_id": member.group(request.body["subtrader_ids"])}


def update_group(member: Member, request: CheckedRequest) -> None:
    """UpdateMarginSubtraderGroup."""
    member.group(request.body["subtrader_ids"], request.path["group_id"].lower())


def delete_group(member: Member, request: CheckedRequest) -> None:
    """DeleteMarginSubtraderGroup: succeeds also if there is no such group."""
    member.groups.pop(request.path["group_id"].lower(), None)


def list_keys(member: Member, request: CheckedRequest) -> Any:
    """ListMarginFcmApiKeys: oldest first."""
    wanted = request.query.get("fcm_subtrader_id")
    return {
        "api_keys": [
            {"api_key_id": key.api_key_id, "name": key.name, "fcm_subtrader_id": key.subtrader_id}
            for key in member.api_keys
            if wanted in (None, key.subtrader_id)
        ]
    }


def create_key(member: Member, request: CheckedRequest) -> Any:
    """CreateMarginFcmApiKey."""
    body = request.body
    return {"api_key_id": member.add_key(body["name"], body["fcm_subtrader_id"], body["public_key"])}


def generate_key(member: Member, request: CheckedRequest) -> Any:
    """GenerateMarginFcmApiKey: only this answer has the private key."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {
        "api_key_id": member.add_key(request.body["name"], request.body["fcm_subtrader_id"], public),
        "private_key": private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode(),
    }


def delete_key(member: Member, request: CheckedRequest) -> None:
    """DeleteMarginFcmApiKey."""
    member.remove_key(request.path["api_key_id"].lower())


def _page(request: CheckedRequest, field: str, items: list[Any]) -> dict[str, Any]:
    """A page of a list that doesn't change; the cursor is absent on the last one."""
    kept, cursor = page(request, items)
    return {field: kept, "cursor": cursor} if cursor else {field: kept}


def _entry(change: Change) -> dict[str, Any]:
    return {
        "balance_delta_centicents": change.balance,
        "locked_balance_delta_centicents": change.locked,
        "reason": change.reason,
        "business_transaction_id": change.transaction_id,
        "created_ts": time(change.time),
    }


def _centicents(amount: Decimal) -> int:
    return int(amount * 10_000)


HANDLERS: dict[str, KlearHandler] = {
    "CreateMarginFcmApiKey": create_key,
    "CreateMarginSubtraderGroup": create_group,
    "DeleteMarginFcmApiKey": delete_key,
    "DeleteMarginSubtraderGroup": delete_group,
    "EstimatePortfolioMaintenanceMargin": estimate_margin,
    "GenerateMarginFcmApiKey": generate_key,
    "GetActiveMarginObligations": get_active_obligations,
    "GetMarginReports": get_reports,
    "GetMarginSubtraderGroups": get_groups,
    "GetObligationCorporateActionPayments": partial(get_rows, "corporate_action_payments"),
    "GetObligationFundingPayments": partial(get_rows, "funding_payments"),
    "GetObligationHistory": get_obligation_history,
    "GetObligationMaintenanceMarginDetails": partial(get_rows, "maintenance_margin_details"),
    "GetObligationSettlementDetails": partial(get_rows, "settlement_details"),
    "GetSettlementBalance": get_balance,
    "GetSettlementBalanceHistory": get_history,
    "GetSettlementBalanceWithdrawal": get_withdrawal,
    "GetSettlementEstimateByAssetClass": get_settlement_estimate,
    "ListMarginFcmApiKeys": list_keys,
    "UpdateMarginSubtraderGroup": update_group,
    "WithdrawSettlementBalance": withdraw,
}
