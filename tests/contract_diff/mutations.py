"""Changes that an exchange makes to its spec: each changes one thing of one family in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from . import OK, Document, content

Change = Callable[["Family"], Any]


@frozen
class Family:
    """The parts of one family of a spec made by `exchange`."""

    document: Document
    name: str

    @property
    def path(self) -> str:
        return f"/{self.name.lower()}s"

    @property
    def one(self) -> str:
        return f"{self.path}/{{{self.name.lower()}_id}}"

    @property
    def paths(self) -> Any:
        return self.document["paths"]

    @property
    def list(self) -> Any:
        return self.paths[self.path]["get"]

    @property
    def create(self) -> Any:
        return self.paths[self.path]["post"]

    @property
    def schemas(self) -> Any:
        return self.document["components"]["schemas"]

    @property
    def model(self) -> Any:
        return self.schemas[self.name]

    @property
    def read(self) -> Any:
        return self.model["properties"]

    @property
    def request(self) -> Any:
        return self.schemas[f"Create{self.name}Request"]

    @property
    def sent(self) -> Any:
        return self.request["properties"]

    def parameter(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = next(each for each in self.list["parameters"] if each.get("name") == name)
        return found


def _rename_path(family: Family) -> None:
    family.paths[f"/v2{family.path}"] = family.paths.pop(family.path)


def _rename_parameter(family: Family) -> None:
    family.parameter("side")["name"] = "outcome"


def _drop_parameter(family: Family) -> None:
    family.list["parameters"].remove(family.parameter("kinds"))


def _add(family: Family, **parts: Any) -> None:
    family.list["parameters"].append({"name": "added", "in": "query", "schema": {"type": "boolean"}, **parts})


def _drop_field(family: Family) -> None:
    del family.read["mode"]


def _method(family: Family) -> None:
    family.paths[family.path]["put"] = family.paths[family.path].pop("post")


MUTATIONS: dict[str, tuple[str, str, Change]] = {
    # change: (the rule, its level, a function that makes the change)
    "an operation goes": ("operation-removed", "breaking", lambda it: it.paths[it.path].pop("post")),
    "an operation comes": (
        "operation-added",
        "info",
        lambda it: it.paths.update(
            {f"{it.path}/new": {"get": {"operationId": f"New{it.name}", "responses": {"204": OK}}}}
        ),
    ),
    "a path is renamed": ("operation-path-changed", "breaking", _rename_path),
    "a method is another": ("operation-method-changed", "breaking", _method),
    "an operationId is another": (
        "operation-id-changed",
        "breaking",
        lambda it: it.list.update(operationId=f"List{it.name}s"),
    ),
    "a tag is another": ("operation-tag-changed", "breaking", lambda it: it.list.update(tags=["other"])),
    "an operation is deprecated": ("operation-deprecated", "warning", lambda it: it.list.update(deprecated=True)),
    "an operation is public": ("operation-became-public", "info", lambda it: it.list.update(security=[])),
    "all operations are public": ("operation-became-public", "info", lambda it: it.document.update(security=[])),
    "a way to sign goes": (
        "operation-security-option-removed",
        "breaking",
        lambda it: it.document.update(security=[{"other": []}]),
    ),
    "an optional parameter comes": ("request-parameter-added", "info", _add),
    "a required parameter comes": (
        "request-required-parameter-added",
        "breaking",
        lambda it: _add(it, name="needed", required=True),
    ),
    "a parameter goes": ("request-parameter-removed", "breaking", _drop_parameter),
    "a parameter is renamed": ("request-parameter-renamed", "breaking", _rename_parameter),
    "a parameter moves": (
        "request-parameter-moved",
        "breaking",
        lambda it: it.parameter("side").update({"in": "header"}),
    ),
    "a parameter is required": (
        "request-parameter-became-required",
        "breaking",
        lambda it: it.parameter("side").update(required=True),
    ),
    "a parameter's style is another": (
        "request-parameter-style-changed",
        "breaking",
        lambda it: it.parameter("kinds").update(explode=False),
    ),
    "a parameter's type is another": (
        "request-parameter-type-changed",
        "breaking",
        lambda it: it.parameter("side").update(schema={"type": "integer", "enum": ["yes", "no"]}),
    ),
    "a parameter loses a value": (
        "request-parameter-enum-value-removed",
        "breaking",
        lambda it: it.parameter("side")["schema"]["enum"].remove("no"),
    ),
    "a parameter gains a value": (
        "request-parameter-enum-value-added",
        "info",
        lambda it: it.parameter("side")["schema"]["enum"].append("both"),
    ),
    "a shared parameter's bound is narrower": (
        "request-parameter-bound-tightened",
        "breaking",
        lambda it: it.document["components"]["parameters"]["Limit"]["schema"].update(maximum=100),
    ),
    "a shared parameter's default is another": (
        "request-parameter-default-changed",
        "warning",
        lambda it: it.document["components"]["parameters"]["Limit"]["schema"].update(default=50),
    ),
    "a path's parameter is renamed": (
        "request-parameter-renamed",
        "breaking",
        lambda it: (
            it.paths[it.one]["parameters"][0].update(name="key"),
            it.paths.update({f"{it.path}/{{key}}": it.paths.pop(it.one)}),
        ),
    ),
    "a path's integer becomes a string": (
        "request-parameter-type-changed",
        "breaking",
        lambda it: it.paths[it.one]["parameters"][0]["schema"].update(type="integer"),
    ),
    "a body may be left out": (
        "request-body-became-optional",
        "info",
        lambda it: it.create["requestBody"].update(required=False),
    ),
    "a body goes": ("request-body-removed", "breaking", lambda it: it.create.pop("requestBody")),
    "a body comes": (
        "request-required-body-added",
        "breaking",
        lambda it: it.paths[it.one]["delete"].update(requestBody={"required": True, "content": content({})}),
    ),
    "a body's media type comes": (
        "request-media-type-added",
        "info",
        lambda it: it.create["requestBody"]["content"].update({"text/plain": {}}),
    ),
    "a sent field comes": (
        "request-property-added",
        "info",
        lambda it: it.sent.update(added={"type": "string"}),
    ),
    "a required sent field comes": (
        "request-required-property-added",
        "breaking",
        lambda it: (it.sent.update(needed={"type": "string"}), it.request["required"].append("needed")),
    ),
    "a sent field goes": ("request-property-removed", "breaking", lambda it: it.sent.pop("expiry")),
    "a sent field is required": (
        "request-property-became-required",
        "breaking",
        lambda it: it.request["required"].append("count"),
    ),
    "a sent field may be left out": (
        "request-property-became-optional",
        "info",
        lambda it: it.request["required"].remove("ticker"),
    ),
    "a sent field is never null": (
        "request-property-became-not-nullable",
        "breaking",
        lambda it: it.sent["expiry"].pop("nullable"),
    ),
    "a sent field may be null": (
        "request-property-became-nullable",
        "info",
        lambda it: it.sent["count"].update(nullable=True),
    ),
    "a sent field loses a value": (
        "request-property-enum-value-removed",
        "breaking",
        lambda it: it.sent["kind"]["enum"].remove("market"),
    ),
    "a sent field's bound is wider": (
        "request-property-bound-loosened",
        "info",
        lambda it: it.sent["count"].update(maximum=2000),
    ),
    "a sent field's pattern is another": (
        "request-property-pattern-changed",
        "breaking",
        lambda it: it.sent["ticker"].update(pattern="^[a-z]+$"),
    ),
    "a sent field's default is another": (
        "request-property-default-changed",
        "warning",
        lambda it: it.sent["kind"].update(default="market"),
    ),
    "a body takes undeclared fields": (
        "request-body-free-properties-opened",
        "info",
        lambda it: it.request.pop("additionalProperties"),
    ),
    "a success comes": (
        "response-success-status-added",
        "warning",
        lambda it: it.create["responses"].update({"201": OK}),
    ),
    "a success goes": (
        "response-success-status-removed",
        "breaking",
        lambda it: it.create["responses"].update({"201": it.create["responses"].pop("200")}),
    ),
    "an error comes": (
        "response-error-status-added",
        "info",
        lambda it: it.create["responses"].update({"409": OK}),
    ),
    "an error goes": ("response-error-status-removed", "info", lambda it: it.create["responses"].pop("400")),
    "an answer loses its body": (
        "response-body-removed",
        "breaking",
        lambda it: it.list["responses"]["200"].pop("content"),
    ),
    "an answer's header goes": (
        "response-header-removed",
        "warning",
        lambda it: it.list["responses"]["200"].pop("headers"),
    ),
    "a field of an answer comes": (
        "response-property-added",
        "info",
        lambda it: it.read.update(added={"type": "string"}),
    ),
    "a field of an answer goes": ("response-property-removed", "breaking", _drop_field),
    "a field of an answer may be missing": (
        "response-property-became-optional",
        "breaking",
        lambda it: it.model["required"].remove("count"),
    ),
    "a field of an answer is always there": (
        "response-property-became-required",
        "info",
        lambda it: it.model["required"].append("status"),
    ),
    "a field of an answer may be null": (
        "response-property-became-nullable",
        "breaking",
        lambda it: it.read["count"].update(nullable=True),
    ),
    "a reference of an answer may be null": (
        "response-property-became-nullable",
        "breaking",
        lambda it: it.read.update(price={"allOf": [it.read["price"]], "nullable": True}),
    ),
    "a field of an answer is never null": (
        "response-property-became-not-nullable",
        "info",
        lambda it: it.read["client_id"].pop("nullable"),
    ),
    "an integer of an answer becomes a string": (
        "response-property-type-changed",
        "breaking",
        lambda it: it.read["count"].update(type="string"),
    ),
    "an integer of an answer becomes a number": (
        "response-property-type-widened",
        "breaking",
        lambda it: it.read["count"].update(type="number"),
    ),
    "an answer no longer names that a field is a list": (
        "response-property-type-widened",
        "breaking",
        lambda it: it.read["labels"].pop("type"),
    ),
    "an answer leaves a field's type to its values": (
        "response-property-type-restated",
        "info",
        lambda it: it.read["mode"].pop("type"),
    ),
    "a time of an answer is only a date": (
        "response-property-format-changed",
        "breaking",
        lambda it: it.read["created_time"].update(format="date"),
    ),
    "an enum of an answer gains a value": (
        "response-property-enum-value-added",
        "warning",
        lambda it: it.schemas[f"{it.name}Status"]["enum"].append("paused"),
    ),
    "a value of an answer goes": (
        "response-property-enum-value-removed",
        "info",
        lambda it: it.read["mode"]["enum"].remove("slow"),
    ),
    "an enum of an answer is lifted": (
        "response-property-enum-lifted",
        "warning",
        lambda it: it.read["mode"].pop("enum"),
    ),
    "a map of an answer has other values": (
        "response-property-type-changed",
        "breaking",
        lambda it: it.read["extra"]["additionalProperties"].update(type="string"),
    ),
    "a list of an answer has other items": (
        "response-property-type-changed",
        "breaking",
        lambda it: it.read["labels"].update(items={"type": "integer"}),
    ),
    "a field of an answer is deprecated": (
        "response-property-deprecated",
        "warning",
        lambda it: it.read["mode"].update(deprecated=True),
    ),
    "a schema comes": ("schema-added", "info", lambda it: it.schemas.update(Added={"type": "string"})),
    "a schema goes": ("schema-removed", "info", lambda it: it.schemas.pop("Spare")),
    "a schema without use changes": (
        "schema-type-changed",
        "info",
        lambda it: it.schemas["Spare"]["properties"]["note"].update(type="integer"),
    ),
    "a server goes": ("server-removed", "breaking", lambda it: it.document["servers"].pop(0)),
    "a server comes": ("server-added", "info", lambda it: it.document["servers"].append({"url": "/c"})),
    "the version is another": ("version-changed", "info", lambda it: it.document["info"].update(version="2")),
    "the scheme is another": (
        "security-scheme-changed",
        "breaking",
        lambda it: it.document["components"]["securitySchemes"]["key"].update(name="OTHER"),
    ),
}
