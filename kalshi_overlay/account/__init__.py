"""Your account as it is: fills, orders, positions and money that survive gaps of the stream and restarts."""

from __future__ import annotations

from kalshi_overlay.account.account import Account
from kalshi_overlay.account.fills import AccountFill, fills
from kalshi_overlay.account.live_order import LiveOrder
from kalshi_overlay.account.orders import AccountOrder, orders
from kalshi_overlay.account.positions import AccountPosition, positions
from kalshi_overlay.account.views import View

__all__ = [
    "Account",
    "AccountFill",
    "AccountOrder",
    "AccountPosition",
    "LiveOrder",
    "View",
    "fills",
    "orders",
    "positions",
]
