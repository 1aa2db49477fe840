"""API keys, and what their scopes allow."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ..engine import EngineRejection
from ..error_answers import ErrorAnswer, invalid_parameters
from ..key_ring import Key
from ..spec import Operation
from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler

_ALL_SCOPES = ("read", "write")
_TRADE_PATHS = ("/portfolio/events/orders", "/portfolio/order_groups", "/margin/orders", "/margin/order_groups")
_CHILDREN = {
    "ApplyMarginSubaccountTransfer": "write::transfer",
    "ApplySubaccountTransfer": "write::transfer",
    "GetBalance": "read::portfolio_balance",
    "GetMarginBalance": "read::portfolio_balance",
}


def check_scope(key: Key, operation: Operation) -> None:
    """Reject an operation that none of the key's scopes covers.

    Args:
        key: The key that signed.
        operation: The operation of the request.

    Raises:
        ErrorAnswer: With 403.
    """
    covering = {"read" if operation.method == "GET" else "write", _child(operation)}
    if not covering & set(key.scopes):
        wanted = " or ".join(sorted(scope for scope in covering if scope))
        raise ErrorAnswer(403, "insufficient_scope", "insufficient scope", f"the key has not the scope {wanted}")


def _child(operation: Operation) -> str:
    if operation.method != "GET" and operation.path.startswith(_TRADE_PATHS):
        return "write::trade"
    return _CHILDREN.get(operation.operation_id, "")


def get_keys(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetApiKeys: oldest first."""
    if request.query.get("fcm_subtrader_id"):
        return {"api_keys": []}
    return {
        "api_keys": [
            {
                "api_key_id": key.access_key_id,
                "name": key.name,
                "scopes": list(key.scopes),
                "subaccount": key.subaccount,
            }
            for key in context.keys.of(account)
        ]
    }


def create_key(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CreateApiKey."""
    return {"api_key_id": _register(context, request, account, request.body["public_key"])}


def generate_key(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GenerateApiKey: only this answer has the private key."""
    kind = request.body.get("key_type", "rsa")
    private: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
    if kind == "rsa":
        private, form = rsa.generate_private_key(public_exponent=65537, key_size=2048), PrivateFormat.TraditionalOpenSSL
    else:
        private, form = ed25519.Ed25519PrivateKey.generate(), PrivateFormat.PKCS8
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {
        "api_key_id": _register(context, request, account, public),
        "key_type": kind,
        "private_key": private.private_bytes(Encoding.PEM, form, NoEncryption()).decode(),
    }


def delete_key(context: HandlerContext, request: CheckedRequest, account: str) -> None:
    """DeleteApiKey."""
    access_key_id = request.path["api_key"]
    if all(key.access_key_id != access_key_id for key in context.keys.of(account)):
        _check_uuid(access_key_id)
        raise EngineRejection(404, "api_key_not_found", "api key not found", f"{access_key_id}: no key of this account")
    context.keys.remove(access_key_id)


def _register(context: HandlerContext, request: CheckedRequest, account: str, public_key_pem: str | bytes) -> str:
    body = request.body
    if "fcm_subtrader_id" in body:
        raise ErrorAnswer(403, "forbidden", "forbidden", "fcm_subtrader_id: the account is no FCM member's")
    subaccount, scopes = body.get("subaccount"), tuple(body.get("scopes") or _ALL_SCOPES)
    context.check_unlocked(request)
    if subaccount is not None:
        context.exchange.portfolio.balance(account, subaccount=subaccount)
    if "write" in scopes and "read" not in scopes:
        raise invalid_parameters("scopes", "write requires read as well")
    access_key_id = context.new_id()
    try:
        context.keys.register(
            access_key_id, public_key_pem, account=account, name=body["name"], scopes=scopes, subaccount=subaccount
        )
    except ValueError:
        raise invalid_parameters("public_key", "is no RSA or Ed25519 public key in PEM form") from None
    return access_key_id


def _check_uuid(access_key_id: str) -> None:
    try:
        UUID(access_key_id)
    except ValueError:
        raise invalid_parameters("api_key", "is not the id of a key: not a UUID") from None


HANDLERS: dict[str, LiveHandler] = {
    "CreateApiKey": create_key,
    "DeleteApiKey": delete_key,
    "GenerateApiKey": generate_key,
    "GetApiKeys": get_keys,
}
