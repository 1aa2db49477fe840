"""Order groups."""

from __future__ import annotations

from typing import Any

from ...live.formats import count
from ...live.groups import limit_of
from ...validation import CheckedRequest
from .context import PerpsContext, PerpsHandler


def create_group(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CreateMarginOrderGroup."""
    body = request.body
    group = context.exchange.groups.create(
        account,
        limit_of(request),
        subaccount=context.shared.subaccount(request, body.get("subaccount")),
        exchange_index=body.get("exchange_index", 0),
    )
    return {
        "order_group_id": group.group_id,
        "subaccount": group.owner.subaccount,
        "exchange_index": group.exchange_index,
    }


def get_groups(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginOrderGroups."""
    groups = context.exchange.groups.of(account, subaccount=context.shared.subaccount_filter(request))
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


def get_group(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginOrderGroup: of any subaccount if none is named."""
    group, order_ids = context.exchange.groups.get(
        account, request.path["order_group_id"], subaccount=context.shared.subaccount_filter(request)
    )
    return {
        "is_auto_cancel_enabled": group.is_auto_cancel_enabled,
        "contracts_limit_fp": count(group.limit),
        "orders": order_ids,
        "exchange_index": group.exchange_index,
    }


def delete_group(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """DeleteMarginOrderGroup."""
    context.exchange.groups.delete(account, _group_id(request), subaccount=_subaccount(context, request))
    return {}


def reset_group(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """ResetMarginOrderGroup."""
    context.exchange.groups.reset(account, _group_id(request), subaccount=_subaccount(context, request))
    return {}


def trigger_group(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """TriggerMarginOrderGroup."""
    context.exchange.groups.trigger(account, _group_id(request), subaccount=_subaccount(context, request))
    return {}


def limit_group(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """UpdateMarginOrderGroupLimit."""
    limit = limit_of(request)
    context.exchange.groups.update_limit(account, _group_id(request), limit, subaccount=_subaccount(context, request))
    return {}


def _group_id(request: CheckedRequest) -> str:
    return str(request.path["order_group_id"])


def _subaccount(context: PerpsContext, request: CheckedRequest) -> int:
    return context.shared.subaccount(request, request.query.get("subaccount"))


HANDLERS: dict[str, PerpsHandler] = {
    "CreateMarginOrderGroup": create_group,
    "DeleteMarginOrderGroup": delete_group,
    "GetMarginOrderGroup": get_group,
    "GetMarginOrderGroups": get_groups,
    "ResetMarginOrderGroup": reset_group,
    "TriggerMarginOrderGroup": trigger_group,
    "UpdateMarginOrderGroupLimit": limit_group,
}
