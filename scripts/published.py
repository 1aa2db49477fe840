"""Fetch a published contract and refuse what is not one."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import yaml
from attrs import frozen
from openapi_spec_validator import validate

from scripts import documents
from scripts.documents import Document

MAXIMUM_BYTES = 20 * 1024 * 1024
_METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")


class ContractError(Exception):
    """A source that can't be vendored; the message says why and what to do."""


@frozen
class Published:
    """A published document and the fingerprint of its bytes.

    Attributes:
        document: The parsed and validated document.
        sha256: The digest of the bytes read; one version number has been published with several contents.
    """

    document: Document
    sha256: str


def read(source: str) -> Published:
    """Read a published OpenAPI document and validate it.

    Args:
        source: A URL (`https://...`) or the path of a file.

    Returns:
        The document with the digest of its bytes.

    Raises:
        ContractError: The source can't be read, is larger than 20 MB, is not YAML or JSON, is not a valid
            OpenAPI 3.0 or 3.1 document, or gives two operations one operationId.
    """
    content = _fetch(source)
    try:
        document = documents.load(content)
    except (yaml.YAMLError, ValueError) as error:
        raise ContractError(f"{source}: not YAML or JSON: {documents.one_line(error)}") from error
    _validate(document, source)
    return Published(document, hashlib.sha256(content).hexdigest())


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation of a document as (path, method, operation), in its order."""
    for path, path_item in document["paths"].items():
        if path.startswith("/"):
            for method, operation in path_item.items():
                if method in _METHODS:
                    yield path, method, operation


def _fetch(source: str) -> bytes:
    try:
        if source.startswith(("http://", "https://")):
            return _download(source)
        with Path(source).open("rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
    except (OSError, ValueError, httpx.HTTPError, httpx.InvalidURL) as error:
        raise ContractError(f"{source}: can't be read: {documents.one_line(error)}") from error
    if len(content) > MAXIMUM_BYTES:
        raise _too_large(source)
    return content


def _download(url: str) -> bytes:
    content = bytearray()
    with httpx.stream("GET", url, follow_redirects=True, timeout=60) as response:
        response.raise_for_status()
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > MAXIMUM_BYTES:
                raise _too_large(url)
    return bytes(content)


def _too_large(source: str) -> ContractError:
    return ContractError(f"{source}: larger than {MAXIMUM_BYTES // 1024 // 1024} MB, so not the contract")


def _validate(document: Any, source: str) -> None:
    version = document.get("openapi") if isinstance(document, dict) else None
    if not isinstance(version, str) or not re.match(r"3\.[01]\.\d", version):
        raise ContractError(f"{source}: not an OpenAPI 3.0 or 3.1 document (its 'openapi' field says {version!r})")
    try:
        validate(document)
    except Exception as error:  # the validator's own, or whatever a broken reference makes it stumble over
        place = "/".join(str(part) for part in getattr(error, "absolute_path", ()))
        reason = documents.one_line(getattr(error, "message", error))
        raise ContractError(f"{source}: not a valid OpenAPI document: {reason} (at {place or 'the root'})") from error
    if not document.get("paths"):
        raise ContractError(f"{source}: it has no paths, so there is nothing to vendor")
    ids = Counter(operation.get("operationId") for _, _, operation in operations(document))
    if None in ids:
        raise ContractError(f"{source}: an operation has no operationId, so its module would have no name")
    repeated = [name for name, count in ids.items() if count > 1]
    if repeated:
        raise ContractError(f"{source}: two operations have the operationId {repeated[0]!r}")
