"""HTTP answers of perpetual futures: operations that the engine answers, in the formats of the spec.

An operation without a handler here, such as those on exit triggers, is answered from the schemas of the spec.
"""

from __future__ import annotations

from ...answers import Handler, sample_answer
from ...live import answering, collected
from ...live.context import HandlerContext, LiveHandler
from ...spec import load_specs
from ...validation import CheckedRequest
from ..engine import PerpsExchange
from . import account, exchange_status, fcm, funding, groups, markets, orders, portfolio
from .context import PerpsContext, PerpsHandler
from .history import OrderHistory

_MODULES = (account, exchange_status, fcm, funding, groups, markets, orders, portfolio)
HANDLERS = collected(module.HANDLERS for module in _MODULES)


def live_handlers(exchange: PerpsExchange, shared: HandlerContext, seed: int = 0) -> dict[str, Handler]:
    """The handlers of all operations of perpetual futures, for `Answers.handlers`.

    Args:
        exchange: The engine.
        shared: What they share with the handlers of event contracts.
        seed: Seed of how far reads lag.
    """
    context = PerpsContext(exchange, shared, OrderHistory(exchange, shared.behaviour, seed))
    names = [name for name, operation in load_specs().operations.items() if operation.api == "perps"]
    handlers = {**dict.fromkeys(names, _from_schema), **HANDLERS, **portfolio.SHARED_HANDLERS}
    return {name: answering(shared, _bound(context, handler)) for name, handler in handlers.items()}


def _bound(context: PerpsContext, handler: PerpsHandler) -> LiveHandler:
    """A handler with its own context instead of the shared one."""

    def answer(shared: HandlerContext, request: CheckedRequest, account: str) -> object:
        return handler(context, request, account)

    return answer


def _from_schema(context: PerpsContext, request: CheckedRequest, account: str) -> object:
    return sample_answer(request).body


__all__ = ["HANDLERS", "PerpsContext", "PerpsHandler", "live_handlers"]
