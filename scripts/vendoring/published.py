"""Fetch and validate a published spec."""

from __future__ import annotations

import asyncio
import hashlib
import re
import subprocess
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import yaml
from attrs import frozen

from scripts import documents, specs
from scripts.documents import Document
from scripts.specs import ROOT, is_stream
from scripts.vendoring import names, validation

MAXIMUM_BYTES = 20 * 1024 * 1024
TOTAL_TIMEOUT = 60.0
PROVENANCE = "x-upstream"
_PROVENANCE_FORMS = {"url": r"https?://[!-~]{1,500}", "version": r"[ -~]{1,60}", "sha256": r"[0-9a-f]{64}"}
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
        provenance: What the document was made from, if it is one that is vendored here. A published document can't
            state it.
    """

    document: Document
    sha256: str
    provenance: dict[str, str] | None = None


def read(source: str) -> Published:
    """Read a published OpenAPI or AsyncAPI document and validate it.

    Args:
        source: A URL (`https://...`), the path of a file, or a git revision such as `HEAD~1:openapi.yaml`.

    Returns:
        The document with the digest of its bytes.

    Raises:
        SpecError: The source can't be read, is not YAML or JSON, is larger than the limits of `documents` and `names`
            allow, is not a valid OpenAPI 3.0 or 3.1 or AsyncAPI 3.0 document, can't be validated in time, has a name
            that is refused, or gives two operations one operationId.
    """
    content = fetch(source)
    try:
        document = documents.load(content)
    except (yaml.YAMLError, ValueError) as error:
        raise SpecError(f"{source}: not YAML or JSON: {documents.one_line(error)}") from error
    provenance = document.pop(PROVENANCE, None) if isinstance(document, dict) else None
    _validate(document, source)
    return Published(
        document,
        hashlib.sha256(content).hexdigest(),
        _provenance(provenance, source) if provenance is not None and _is_vendored(source) else None,
    )


def _is_vendored(source: str) -> bool:
    """Whether a source is a file that this project has vendored, as it is or in a revision of git."""
    if is_url(source):
        return False
    path = ROOT / source.partition(":")[2] if _is_revision(source) else Path(source)
    return path.resolve() in [ours.path.resolve() for ours in specs.REGISTER]


def _provenance(stated: Any, source: str) -> dict[str, str]:
    fields = stated if isinstance(stated, dict) else {}
    for name, form in _PROVENANCE_FORMS.items():
        if not isinstance(fields.get(name), str) or not re.fullmatch(form, fields[name], re.ASCII):
            raise SpecError(
                f"{source}: its {PROVENANCE} is not the url, the version and the sha256 of what it was made from: "
                f"{name} is {documents.one_line(ascii(fields.get(name)))[:80]}"
            )
    return {name: fields[name] for name in _PROVENANCE_FORMS}


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation of a document as (path, method, operation), in its order."""
    for path, path_item in document["paths"].items():
        if path.startswith("/"):
            for method, operation in path_item.items():
                if method in _METHODS:
                    yield path, method, operation


def fetch(source: str) -> bytes:
    """The bytes of a source: at most `MAXIMUM_BYTES`, within `TOTAL_TIMEOUT`.

    Args:
        source: A URL, the path of a file, or a git revision such as `HEAD~1:openapi.yaml`.

    Raises:
        SpecError: It can't be read, is too large, or takes too long.
    """
    try:
        if is_url(source):
            return _download(source)
        if _is_revision(source):
            return _from_git(source)
        with Path(source).open("rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
    except (OSError, ValueError, zlib.error, httpx.HTTPError, httpx.InvalidURL) as error:
        raise SpecError(f"{source}: can't be read: {documents.one_line(error)}") from error
    if len(content) > MAXIMUM_BYTES:
        raise _too_large(source)
    return content


def is_url(source: str) -> bool:
    """Whether a source is a URL rather than a path or a revision."""
    return source.startswith(("http://", "https://"))


def _is_revision(source: str) -> bool:
    return _REVISION.fullmatch(source) is not None and not Path(source).exists()


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


def _reference_outside(node: Any, place: tuple[str, ...] = ()) -> str | None:
    """The first reference that leads out of its document, with its place: the validator would fetch it."""
    children: Any = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        if key == "$ref" and isinstance(child, str) and not child.startswith("#"):
            return f"{documents.one_line(child, 200)} (at {documents.one_line('/'.join(place), 200) or 'the root'})"
        found = _reference_outside(child, (*place, str(key)))
        if found:
            return found
    return None


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
    """Download and decompress, never more than the limit: httpx would decompress each chunk whatever comes out."""
    content = bytearray()
    async with (
        httpx.AsyncClient(follow_redirects=True, timeout=TOTAL_TIMEOUT) as client,
        client.stream("GET", url, headers={"accept-encoding": "gzip"}) as response,
    ):
        if not response.is_success:
            raise SpecError(f"{url}: can't be read: it was answered with status {response.status_code}")
        decompressor = _decompressor(response, url)
        async for chunk in response.aiter_raw():
            content += decompressor.decompress(chunk, MAXIMUM_BYTES + 1 - len(content)) if decompressor else chunk
            if len(content) > MAXIMUM_BYTES:
                raise _too_large(url)
    if decompressor and not decompressor.eof:
        raise SpecError(f"{url}: can't be read: its gzip ends too early")
    return bytes(content)


def _decompressor(response: httpx.Response, url: str) -> Any:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise SpecError(f"{url}: can't be read: it is encoded as {documents.one_line(encoding)!r}, and gzip is read")
    return None if encoding == "identity" else zlib.decompressobj(16 + zlib.MAX_WBITS)


def _too_large(source: str) -> SpecError:
    return SpecError(f"{source}: larger than {MAXIMUM_BYTES // 1024 // 1024} MB, and no more is read")


def _validate(document: Any, source: str) -> None:
    stream = isinstance(document, dict) and is_stream(document)
    version = document.get("openapi") if isinstance(document, dict) else None
    if not stream and (not isinstance(version, str) or not re.match(r"3\.[01]\.\d", version)):
        raise SpecError(
            f"{source}: not an OpenAPI 3.0 or 3.1 document (its 'openapi' field says {ascii(version)[:80]})"
        )
    outside = _reference_outside(document)
    if outside:
        raise SpecError(f"{source}: a $ref leads outside the document, where nothing is read: {outside}")
    problem = names.size_problem(document) or validation.problem(document) or names.problem(document)
    if problem:
        raise SpecError(f"{source}: {problem}{_unquoted_comma(document)}")
    if not stream:
        _check_operations(document, source)


def _unquoted_comma(node: Any, place: tuple[object, ...] = ()) -> str:
    """What a mend would be, if a document has a text within braces whose unquoted comma has made a key of its rest.

    Which text is meant is for the publisher to say, so it is not mended here.
    """
    for key, child in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if isinstance(key, str) and child is None and " " in key:
            quoted = documents.one_line(repr(key), 80)
            return "; " + documents.with_place(f"a text before {quoted} has a comma and no quotes: quote it", place)
        found = _unquoted_comma(child, (*place, key))
        if found:
            return found
    return ""


def _check_operations(document: Document, source: str) -> None:
    if not document.get("paths"):
        raise SpecError(f"{source}: it has no paths, so there is nothing to vendor (at paths)")
    for path, method, operation in operations(document):
        if "operationId" not in operation:
            reason = f"an operation has no operationId, so its module would have no name (at paths/{path}/{method})"
            raise SpecError(f"{source}: {reason}")
    ids = Counter(operation["operationId"] for _, _, operation in operations(document))
    repeated = [name for name, count in ids.items() if count > 1]
    if repeated:
        raise SpecError(f"{source}: two operations have the operationId {repeated[0]!r}")
