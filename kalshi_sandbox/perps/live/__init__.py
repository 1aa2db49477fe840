"""HTTP answers of perpetual futures: operations that are live, in the formats of the spec.

An operation without a handler here is answered from the schemas of the spec. A module of handlers that joins `_MODULES`
replaces these answers, operation by operation.
"""

from __future__ import annotations

from ...answers import Handler, sample_answer
from ...live import answering, collected
from ...live.context import HandlerContext, LiveHandler
from ...spec import load_specs
from ...validation import CheckedRequest
from . import account, exchange_status, fcm

_MODULES = (account, exchange_status, fcm)
HANDLERS = collected(module.HANDLERS for module in _MODULES)


def live_handlers(context: HandlerContext) -> dict[str, Handler]:
    """The handlers of all operations of perpetual futures, for `Answers.handlers`.

    Args:
        context: What they share.
    """
    names = [name for name, operation in load_specs().operations.items() if operation.api == "perps"]
    handlers = {**dict.fromkeys(names, _from_schema), **HANDLERS}
    return {name: answering(context, handler) for name, handler in handlers.items()}


def _from_schema(context: HandlerContext, request: CheckedRequest, account: str) -> object:
    return sample_answer(request).body


__all__ = ["HANDLERS", "HandlerContext", "LiveHandler", "live_handlers"]
