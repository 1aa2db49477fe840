"""Compare what the operations of a spec share: components, ways to authenticate, servers and the version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.contract_diff.changes import Change
from scripts.contract_diff.schema_view import target_of
from scripts.contract_diff.schemas import Place, SchemaComparison
from scripts.contract_diff.values import canonical
from scripts.documents import Document

# Components that are compared where an operation uses them; unused ones are compared here.
_FOLLOWED = ("parameters", "responses", "requestBodies", "headers")
_FOLLOWED_REFERENCES = tuple(f"#/components/{kind}/" for kind in _FOLLOWED)
_OPAQUE = ("links", "callbacks", "pathItems")
_TEXTS = ("title", "summary", "description", "contact", "license", "termsOfService")


def compare_shared(old: Document, new: Document, schemas: SchemaComparison) -> Iterator[Change]:
    """Compare everything but the operations; call it after they have been compared.

    Args:
        old: The old spec.
        new: The new spec.
        schemas: The comparison of their schemas, which knows those that operations use.
    """
    yield from compare_schemas(old, new, schemas)
    yield from _other_components(old, new)
    yield from compare_security_schemes(old, new)
    yield from _servers(old.get("servers", []), new.get("servers", []))
    yield from compare_version(old, new)
    for key in ("openapi", "webhooks", "jsonSchemaDialect"):
        if canonical(old.get(key)) != canonical(new.get(key)):
            yield Change("spec-keyword-changed", key, f"{key} changed", old.get(key), new.get(key))
    if schemas.descriptions:
        yield from compare_spec_description(old, new)


def compare_version(old: Document, new: Document) -> Iterator[Change]:
    """Compare the version numbers."""
    versions = old["info"].get("version"), new["info"].get("version")
    if versions[0] != versions[1]:
        yield Change("version-changed", "info", f"the version was {versions[0]} and is {versions[1]}", *versions)


def compare_spec_description(old: Document, new: Document) -> Iterator[Change]:
    """Compare the title, description and licence of the specs themselves."""
    texts = [{key: each["info"][key] for key in _TEXTS if key in each["info"]} for each in (old, new)]
    if texts[0] != texts[1]:
        yield Change("spec-description-changed", "info", "the description changed", texts[0], texts[1])


def compare_schemas(old: Document, new: Document, schemas: SchemaComparison) -> Iterator[Change]:
    """Compare the schemas that were added or removed, and those that nothing compared so far refers to."""
    before, after = (_components(document, "schemas") for document in (old, new))
    for name in before.keys() - after.keys():
        yield Change("schema-removed", name, "the schema is gone", name, None)
    for name in after.keys() - before.keys():
        yield Change("schema-added", name, "there is a new schema", None, name)
    used = schemas.compared
    for name in before:
        if name in after and name not in used:
            reference = {"$ref": f"#/components/schemas/{name}"}
            yield from schemas.changes(reference, reference, Place("schema", name))


def _other_components(old: Document, new: Document) -> Iterator[Change]:
    used = _used(old) | _used(new)
    for kind in (*_FOLLOWED, *_OPAQUE):
        rule = "unused-component-changed" if kind in _FOLLOWED else "spec-keyword-changed"
        before, after = _components(old, kind), _components(new, kind)
        for name in sorted(before.keys() | after.keys()):
            is_compared = kind in _FOLLOWED and f"#/components/{kind}/{name}" in used
            if not is_compared and canonical(before.get(name)) != canonical(after.get(name)):
                yield Change(rule, f"{kind}/{name}", "it is not the same", before.get(name), after.get(name))


def _used(document: Document) -> set[str]:
    """The references from operations, through components, to what is compared where it is used."""
    waiting: list[Any] = [document.get("paths")]
    used: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            waiting += [value for key, value in node.items() if key not in _OPAQUE]
            reference = node.get("$ref")
            if isinstance(reference, str) and reference.startswith(_FOLLOWED_REFERENCES) and reference not in used:
                used.add(reference)
                waiting.append(target_of(reference, document))
    return used


def compare_security_schemes(old: Document, new: Document) -> Iterator[Change]:
    """Compare the ways to authenticate."""
    schemes = [_components(document, "securitySchemes") for document in (old, new)]
    for name in sorted(schemes[0].keys() | schemes[1].keys()):
        facts = [_facts(each.get(name)) for each in schemes]
        if facts[0] != facts[1]:
            kind = "added" if facts[0] is None else "removed" if facts[1] is None else "changed"
            yield Change(f"security-scheme-{kind}", name, f"the security scheme is {kind}", facts[0], facts[1])


def _facts(scheme: Any) -> Any:
    return None if scheme is None else {key: value for key, value in scheme.items() if key != "description"}


def _servers(old: list[Any], new: list[Any]) -> Iterator[Change]:
    before, after = ({server["url"]: server for server in servers} for servers in (old, new))
    for url in before:
        if url not in after:
            yield Change("server-removed", "servers", f"the server {url} is gone", url, None)
        elif canonical(before[url].get("variables")) != canonical(after[url].get("variables")):
            values = before[url].get("variables"), after[url].get("variables")
            yield Change("spec-keyword-changed", "servers", f"the variables of {url} changed", *values)
    for url in after:
        if url not in before:
            yield Change("server-added", "servers", f"there is a further server {url}", None, url)
    if set(before) == set(after) and list(before) != list(after):
        orders = list(before), list(after)
        yield Change("server-order-changed", "servers", f"the first server is {orders[1][0]}", *orders)


def _components(document: Document, kind: str) -> dict[str, Any]:
    components: dict[str, Any] = document.get("components", {}).get(kind, {})
    return components
