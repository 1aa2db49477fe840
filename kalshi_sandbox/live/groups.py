"""Order groups."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..error_answers import invalid_parameters
from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler
from .formats import count
from .shards import shard_of_group


def create_order_group(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CreateOrderGroup."""
    subaccount = context.subaccount(request, request.body.get("subaccount"))
    shard = shard_of_group(context, request.body.get("exchange_index"))
    group = context.exchange.groups.create(account, limit_of(request), subaccount=subaccount, exchange_index=shard)
    return {"order_group_id": group.group_id, "subaccount": group.owner.subaccount, "exchange_index": shard}


def get_order_groups(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrderGroups."""
    groups = context.exchange.groups.of(account, subaccount=context.subaccount_filter(request))
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


def get_order_group(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrderGroup: of any subaccount if none is named."""
    group_id, wanted = request.path["order_group_id"], context.subaccount_filter(request)
    groups = context.exchange.groups.of(account, subaccount=wanted)
    subaccount = next((group.owner.subaccount for group in groups if group.group_id == group_id), wanted or 0)
    group, order_ids = context.exchange.groups.get(account, group_id, subaccount=subaccount)
    return {
        "is_auto_cancel_enabled": group.is_auto_cancel_enabled,
        "contracts_limit_fp": count(group.limit),
        "orders": order_ids,
        "exchange_index": group.exchange_index,
    }


def delete_order_group(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """DeleteOrderGroup."""
    context.exchange.groups.delete(account, _group_id(request), **_where(context, request))
    return {}


def reset_order_group(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """ResetOrderGroup."""
    context.exchange.groups.reset(account, _group_id(request), **_where(context, request))
    return {}


def trigger_order_group(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """TriggerOrderGroup."""
    context.exchange.groups.trigger(account, _group_id(request), **_where(context, request))
    return {}


def limit_order_group(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """UpdateOrderGroupLimit."""
    context.exchange.groups.update_limit(account, _group_id(request), limit_of(request), **_where(context, request))
    return {}


def _group_id(request: CheckedRequest) -> str:
    return str(request.path["order_group_id"])


def _where(context: HandlerContext, request: CheckedRequest) -> dict[str, int]:
    """The subaccount and the shard of the group."""
    return {
        "subaccount": context.subaccount(request, request.query.get("subaccount")),
        "exchange_index": shard_of_group(context, request.query.get("exchange_index")),
    }


def limit_of(request: CheckedRequest) -> Decimal:
    """The limit of a group, which a request has in one or both of two fields.

    Raises:
        ErrorAnswer: With 400 if it has none, or two different ones.
    """
    integer, exact = request.body.get("contracts_limit"), request.body.get("contracts_limit_fp")
    if integer is None and exact is None:
        raise invalid_parameters("contracts_limit", "required, or contracts_limit_fp")
    limit = Decimal(integer) if exact is None else Decimal(exact)
    if integer is not None and limit != integer:
        raise invalid_parameters("contracts_limit_fp", f"{exact} is not the contracts_limit of {integer}")
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
