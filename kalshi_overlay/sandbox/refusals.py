"""What the sandbox says when it refuses a request."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - an answer of the exchange, no fault of the program
    """A request that the exchange refuses, answered with the contract's ErrorResponse.

    Args:
        status: HTTP status of the answer.
        code: Short machine-readable reason, such as `invalid_parameters`.
        message: The reason in words.
        details: What exactly is wrong: the field, header or value at fault.
        headers: Further headers of the answer.
    """

    def __init__(
        self, status: int, code: str, message: str, details: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.body = {"code": code, "message": message, "details": details}


def invalid_parameters(field: str, fault: str) -> Refusal:
    """The refusal of a request whose parameter or body field is not what the contract says.

    Args:
        field: Path of the field, such as `limit` or `orders[0].price`.
        fault: What is wrong with it.
    """
    return Refusal(400, "invalid_parameters", "invalid parameters", f"{field}: {fault}")
