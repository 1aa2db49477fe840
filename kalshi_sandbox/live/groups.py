"""Order groups: created, read, limited, triggered, reset and deleted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..refusals import invalid_parameters
from ..validation import CheckedRequest
from .desk import Desk, LiveHandler, count
from .routing import shard_of_group


def create_order_group(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CreateOrderGroup."""
    subaccount = desk.subaccount(request, request.body.get("subaccount"))
    shard = shard_of_group(desk, request.body.get("exchange_index"))
    group = desk.exchange.groups.create(account, _limit(request), subaccount=subaccount, exchange_index=shard)
    return {"order_group_id": group.group_id, "subaccount": group.owner.subaccount, "exchange_index": shard}


def get_order_groups(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrderGroups."""
    groups = desk.exchange.groups.of(account, subaccount=desk.subaccount_filter(request))
    return {
        "order_groups": [
            {
                "id": group.group_id,
                "contracts_limit_fp": count(group.limit),
                "is_auto_cancel_enabled": group.is_auto_cancel_enabled,
                "exchange_index": group.exchange_index,
            }
            for group in groups
        ]
    }


def get_order_group(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrderGroup: of any subaccount unless one is named."""
    group_id, wanted = request.path["order_group_id"], desk.subaccount_filter(request)
    groups = desk.exchange.groups.of(account, subaccount=wanted)
    subaccount = next((group.owner.subaccount for group in groups if group.group_id == group_id), wanted or 0)
    group, order_ids = desk.exchange.groups.get(account, group_id, subaccount=subaccount)
    return {
        "is_auto_cancel_enabled": group.is_auto_cancel_enabled,
        "contracts_limit_fp": count(group.limit),
        "orders": order_ids,
        "exchange_index": group.exchange_index,
    }


def delete_order_group(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """DeleteOrderGroup."""
    desk.exchange.groups.delete(account, _group_id(request), **_where(desk, request))
    return {}


def reset_order_group(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """ResetOrderGroup."""
    desk.exchange.groups.reset(account, _group_id(request), **_where(desk, request))
    return {}


def trigger_order_group(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """TriggerOrderGroup."""
    desk.exchange.groups.trigger(account, _group_id(request), **_where(desk, request))
    return {}


def limit_order_group(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """UpdateOrderGroupLimit."""
    desk.exchange.groups.update_limit(account, _group_id(request), _limit(request), **_where(desk, request))
    return {}


def _group_id(request: CheckedRequest) -> str:
    return str(request.path["order_group_id"])


def _where(desk: Desk, request: CheckedRequest) -> dict[str, int]:
    """The subaccount and the shard on which the group is looked for."""
    return {
        "subaccount": desk.subaccount(request, request.query.get("subaccount")),
        "exchange_index": shard_of_group(desk, request.query.get("exchange_index")),
    }


def _limit(request: CheckedRequest) -> Decimal:
    """The limit that one or both of two fields state."""
    whole, exact = request.body.get("contracts_limit"), request.body.get("contracts_limit_fp")
    if whole is None and exact is None:
        raise invalid_parameters("contracts_limit", "required, or contracts_limit_fp in its place")
    limit = Decimal(whole) if exact is None else Decimal(exact)
    if whole is not None and limit != whole:
        raise invalid_parameters("contracts_limit_fp", f"{exact} is not the contracts_limit of {whole}")
    return limit


HANDLERS: dict[str, LiveHandler] = {
    "CreateOrderGroup": create_order_group,
    "DeleteOrderGroup": delete_order_group,
    "GetOrderGroup": get_order_group,
    "GetOrderGroups": get_order_groups,
    "ResetOrderGroup": reset_order_group,
    "TriggerOrderGroup": trigger_order_group,
    "UpdateOrderGroupLimit": limit_order_group,
}
