"""Fetch and validate a published spec."""

from __future__ import annotations

import asyncio
import hashlib
import math
import re
import subprocess
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import httpx
import yaml
from attrs import frozen
from openapi_spec_validator import validate

from scripts import documents
from scripts.documents import Document
from scripts.specs import is_stream
from scripts.vendoring import asyncapi

MAXIMUM_BYTES = 20 * 1024 * 1024
MAXIMUM_NODES = 2_000_000
TOTAL_TIMEOUT = 60.0
_REVISION = re.compile(r"[^:/\\-][^:\\]+:[^:\\]+")
_METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")


class SpecError(Exception):
    """A source can't be vendored; the message says why."""


@frozen
class Published:
    """A published document and the fingerprint of its bytes.

    Attributes:
        document: The parsed and validated document.
        sha256: The digest of its bytes. It identifies the content, since version numbers have been published twice.
    """

    document: Document
    sha256: str


def read(source: str) -> Published:
    """Read a published OpenAPI or AsyncAPI document and validate it.

    Args:
        source: A URL (`https://...`), the path of a file, or a git revision such as `HEAD~1:openapi.yaml`.

    Returns:
        The document with the digest of its bytes.

    Raises:
        SpecError: The source can't be read, is not YAML or JSON, is larger than 20 MB or expands to more than two
            million values, is not a valid OpenAPI 3.0 or 3.1 or AsyncAPI 3.0 document, or gives two operations one
            operationId.
    """
    content = _fetch(source)
    try:
        document = documents.load(content)
        _check_expanded_size(document)
    except (yaml.YAMLError, ValueError) as error:
        raise SpecError(f"{source}: not YAML or JSON: {documents.one_line(error)}") from error
    except RecursionError as error:
        raise SpecError(f"{source}: nested too deeply to be a spec") from error
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
        if is_url(source):
            return _download(source)
        if _REVISION.fullmatch(source) and not Path(source).exists():
            return _from_git(source)
        with Path(source).open("rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
    except (OSError, ValueError, httpx.HTTPError, httpx.InvalidURL) as error:
        raise SpecError(f"{source}: can't be read: {documents.one_line(error)}") from error
    if len(content) > MAXIMUM_BYTES:
        raise _too_large(source)
    return content


def is_url(source: str) -> bool:
    """Whether a source is a URL rather than a path or a revision."""
    return source.startswith(("http://", "https://"))


def _from_git(revision: str) -> bytes:
    command = ["git", "show", "--end-of-options", revision]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        content = process.stdout.read(MAXIMUM_BYTES + 1)
        if len(content) > MAXIMUM_BYTES:
            process.kill()
            raise _too_large(revision)
        complaint = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise SpecError(f"{revision}: git has no such file: {documents.one_line(complaint)}")
    return content


def _check_expanded_size(document: Any) -> None:
    """Count the values that aliases expand to, so that a small file can't become an endless document.

    The size of a node is computed once and added wherever the node is used. A node within itself has no finite size.
    """
    sizes: dict[int, float] = {}
    waiting = [document]
    while waiting:
        node = waiting[-1]
        children = _children(node)
        if id(node) not in sizes:
            sizes[id(node)] = math.inf
            waiting += [child for child in children if isinstance(child, dict | list) and id(child) not in sizes]
        else:
            waiting.pop()
            sizes[id(node)] = 1 + sum(sizes[id(child)] if isinstance(child, dict | list) else 1 for child in children)
    if sizes[id(document)] > MAXIMUM_NODES:
        raise ValueError(f"its aliases expand to more than {MAXIMUM_NODES:,} values")


def _nodes(document: Any) -> Iterator[Any]:
    waiting = [document]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += _children(node)


def _children(node: Any) -> Collection[Any]:
    return node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()


def _mappings(document: Any) -> Iterator[dict[str, Any]]:
    return (node for node in _nodes(document) if isinstance(node, dict))


def _is_inside(reference: Any) -> bool:
    """Whether a reference, if it is one, leads to a part of its own document: the validator would fetch any other."""
    return not isinstance(reference, str) or reference.startswith("#")


def _download(url: str) -> bytes:
    return asyncio.run(_download_in_time(url))


async def _download_in_time(url: str) -> bytes:
    """Download asynchronously, to limit the total time: httpx's own timeout applies to each read."""
    try:
        async with asyncio.timeout(TOTAL_TIMEOUT):
            return await _stream(url)
    except TimeoutError as error:
        raise SpecError(f"{url}: not downloaded within {TOTAL_TIMEOUT:g} seconds") from error


async def _stream(url: str) -> bytes:
    content = bytearray()
    async with (
        httpx.AsyncClient(follow_redirects=True, timeout=TOTAL_TIMEOUT) as client,
        client.stream("GET", url) as response,
    ):
        if not response.is_success:
            raise SpecError(f"{url}: can't be read: it was answered with status {response.status_code}")
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > MAXIMUM_BYTES:
                raise _too_large(url)
    return bytes(content)


def _too_large(source: str) -> SpecError:
    return SpecError(f"{source}: larger than {MAXIMUM_BYTES // 1024 // 1024} MB, so not the spec")


def _validate(document: Any, source: str) -> None:
    stream = isinstance(document, dict) and is_stream(document)
    version = document.get("openapi") if isinstance(document, dict) else None
    if not stream and (not isinstance(version, str) or not re.match(r"3\.[01]\.\d", version)):
        raise SpecError(f"{source}: not an OpenAPI 3.0 or 3.1 document (its 'openapi' field says {version!r})")
    outside = next((node["$ref"] for node in _mappings(document) if not _is_inside(node.get("$ref"))), None)
    if outside is not None:
        reason = documents.one_line(f"a $ref leads outside the document, where nothing is read: {outside}")
        raise SpecError(f"{source}: {reason}")
    if stream:
        problem = asyncapi.problem(document)
        if problem:
            raise SpecError(f"{source}: not a valid AsyncAPI document: {documents.one_line(problem)}")
    else:
        _validate_api(document, source)


def _validate_api(document: Document, source: str) -> None:
    try:
        validate(document)
    except Exception as error:  # the validator's own, or whatever a broken reference makes it stumble over
        place = "/".join(str(part) for part in getattr(error, "absolute_path", ()))
        reason = documents.one_line(getattr(error, "message", error))
        raise SpecError(f"{source}: not a valid OpenAPI document: {reason} (at {place or 'the root'})") from error
    if not document.get("paths"):
        raise SpecError(f"{source}: it has no paths, so there is nothing to vendor")
    ids = Counter(operation.get("operationId") for _, _, operation in operations(document))
    if None in ids:
        raise SpecError(f"{source}: an operation has no operationId, so its module would have no name")
    repeated = [name for name, count in ids.items() if count > 1]
    if repeated:
        raise SpecError(f"{source}: two operations have the operationId {repeated[0]!r}")
