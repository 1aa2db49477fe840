"""What schemathesis loads: it signs or has the bearer, names things that exist, and checks the status of each answer.

`schemathesis_soak` sets the environment variables that are read here.
"""

from __future__ import annotations

import base64
import json
import os
import time
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from requests import PreparedRequest
from requests.auth import AuthBase
from schemathesis import Case, CheckContext, HookContext, Response

from tests.sandbox.schemathesis_constants import (
    ACCESS_KEY_ID,
    ANSWERS_FILE,
    ANY_OPERATION,
    API,
    BEARER_FILE,
    BEHAVIOUR,
    FOLDER,
    KEY_FILE,
    KNOWN_FILE,
    MEASURED,
)

_FOLDER = Path(os.environ[FOLDER])
_IDS = ("order_id", "order_group_id", "id", "block_trade_proposal_id", "transfer_id", "group_id", "api_key_id")
_ID_OF_PATH = {"/communications/rfqs": "rfq_id", "/communications/quotes": "quote_id"}
_random = Random(7)
_known: dict[str, list[Any]] = defaultdict(list, json.loads((_FOLDER / KNOWN_FILE).read_text()))


class Signature(AuthBase):
    """Signs with the key of the sandbox's own account."""

    def __init__(self) -> None:
        key = load_pem_private_key((_FOLDER / KEY_FILE).read_bytes(), None)
        assert isinstance(key, Ed25519PrivateKey)
        self._key = key

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        stamp, path = str(int(time.time() * 1000)), request.path_url.partition("?")[0]
        signature = self._key.sign(f"{stamp}{request.method}{path}".encode())
        request.headers["KALSHI-ACCESS-KEY"] = os.environ[ACCESS_KEY_ID]
        request.headers["KALSHI-ACCESS-TIMESTAMP"] = stamp
        request.headers["KALSHI-ACCESS-SIGNATURE"] = base64.b64encode(signature).decode()
        return request


class Bearer(AuthBase):
    """Shows the access token of the sandbox's Klear."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {(_FOLDER / BEARER_FILE).read_text()}"
        return request


schemathesis.auth.set_from_requests(Bearer() if os.environ[API] == "klear" else Signature())


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Name things that exist in two requests of three; the others keep what was generated."""
    if _random.random() < 1 / 3:
        return
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            for name in part:
                if _known[name] and isinstance(part[name], type(_known[name][0])):
                    part[name] = _random.choice(_known[name])


@schemathesis.hook
def after_call(context: HookContext, case: Case, response: Response) -> None:
    """Keep the ids of what was made, and the status of each answer."""
    name = case.operation.definition.raw["operationId"]
    with (_FOLDER / ANSWERS_FILE).open("a") as file:
        file.write(json.dumps([name, response.status_code]) + "\n")
    if case.method == "POST" and response.status_code in (200, 201) and response.content:
        answer = response.json()
        for field in _IDS:
            if isinstance(answer.get(field), str):
                _known[_ID_OF_PATH.get(case.path, field)].append(answer[field])


@schemathesis.check
def status_of_the_spec(ctx: CheckContext, response: Response, case: Case) -> None:
    """A status is one that the spec lists for the operation, or one of the exceptions above."""
    definition = case.operation.definition.raw
    status = response.status_code
    if str(status) in definition["responses"] or status in ANY_OPERATION:
        return
    is_measured = os.environ[BEHAVIOUR] == "measured" and (definition["operationId"], status) in MEASURED
    assert is_measured, f"{definition['operationId']} answered {status}, which the spec doesn't list"
