"""What the sandbox says when it refuses a request."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - an answer of the exchange, no fault of the program
    """A request that the exchange refuses.

    `body` is the contract's ErrorResponse; `error_answers` makes of it what goes out.

    Args:
        status: HTTP status of the answer.
        code: Short machine-readable reason, such as `invalid_parameters`.
        message: The reason in words.
        details: What exactly is wrong: the field, header or value at fault.
        headers: Further headers of the answer.
        about: The field at fault, or the status that forbids it; empty where it is neither.
        is_validation: Whether the request is not what the contract says, whatever the exchange's state.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: str,
        headers: dict[str, str] | None = None,
        *,
        about: str = "",
        is_validation: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.body = {"code": code, "message": message, "details": details}
        self.about = about
        self.is_validation = is_validation


def invalid_parameters(field: str, fault: str) -> Refusal:
    """The refusal of a request whose parameter or body field is not what the contract says.

    Args:
        field: Path of the field, such as `limit` or `orders[0].price`.
        fault: What is wrong with it.
    """
    details = f"{field}: {fault}"
    return Refusal(400, "invalid_parameters", "invalid parameters", details, about=field, is_validation=True)
