"""Calls operations of the spec over HTTP, and checks each answer against the spec."""

from __future__ import annotations

from typing import Any

import httpx

from kalshi_sandbox import Sandbox
from kalshi_sandbox.spec import load_spec, load_specs
from kalshi_sandbox.validation import validator_of

MARKET = "KXTEST-26DEC31-T1"
SPEC = load_spec()
_ERROR_FIELDS = {"code", "message", "details"}


class Caller:
    """One account's way to the exchange.

    Args:
        exchange: A sandbox that serves.
        account: Whose key signs; None for the sandbox's own.
    """

    def __init__(self, exchange: Sandbox, account: str | None = None) -> None:
        self.client = exchange.client(account)
        self.http = self.client.get_httpx_client()

    def send(self, operation_id: str, body: Any = None, **named: Any) -> httpx.Response:
        """The response to an operation; what the path has no place for goes into the query."""
        operation = load_specs().operations[operation_id]
        in_path = {name for _, name in operation.placeholders()}
        path = operation.path.format(**{name: named.pop(name) for name in in_path})
        json = body if body is not None else {} if operation.takes_json else None
        return self.http.request(operation.method, path, params=named, json=json)

    def ask(self, operation_id: str, body: Any = None, **named: Any) -> Any:
        """The answer of an operation, which must succeed and conform to the spec."""
        operation = load_specs().operations[operation_id]
        response = self.send(operation_id, body, **named)
        assert response.status_code == operation.status, response.text
        if operation.answer is None:
            assert not response.content
            return None
        answer = response.json()
        validator_of(operation.answer).validate(answer)
        return answer

    def rejected(self, operation_id: str, body: Any = None, **named: Any) -> tuple[int, str]:
        """Status and code of a rejected operation, which must have the spec's ErrorResponse."""
        response = self.send(operation_id, body, **named)
        assert response.status_code >= 400, response.text
        error = response.json()
        assert error.keys() == _ERROR_FIELDS
        assert error["details"]
        return response.status_code, error["code"]

    def place(self, side: str, price: str, count: str = "10", **fields: Any) -> Any:
        """The answer of CreateOrderV2."""
        return self.ask("CreateOrderV2", order(side, price, count, **fields))


def order(side: str, price: str, count: str = "10", **fields: Any) -> dict[str, Any]:
    """The body of CreateOrderV2."""
    return {
        "ticker": MARKET,
        "side": side,
        "price": price,
        "count": count,
        "time_in_force": "good_till_canceled",
        "self_trade_prevention_type": "taker_at_cross",
        **fields,
    }
