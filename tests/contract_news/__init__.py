"""The tests of `scripts.contract_news`, with feeds and indexes that were made for them."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from scripts.contract_news.vendored import Names

from .. import stream_spec
from ..vendoring import spec

INDEX = """# Documentation

- [Get Markets](https://docs.kalshi.com/api-reference/get-markets.md): Lists markets.

## OpenAPI Specs

- [openapi](https://docs.kalshi.com/openapi.yaml)
- [perps_openapi](https://docs.kalshi.com/perps_openapi.yaml)
- [klear_openapi](https://docs.kalshi.com/klear_openapi.yaml)

## AsyncAPI Specs

- [asyncapi](https://docs.kalshi.com/asyncapi.yaml)
- [perps_asyncapi](https://docs.kalshi.com/perps_asyncapi.yaml)
"""
CHANGELOG = "https://docs.kalshi.com/changelog"


def item(title: str | None = "A change", words: str | None = None, **fields: str) -> str:
    """An item of RSS; each field is an element, and `None` leaves one out."""
    given = {"title": title, "description": words, **fields}
    return "<item>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in given.items() if v is not None) + "</item>"


def rss(*items: str) -> bytes:
    """A feed as the site writes it."""
    head = f"<title><![CDATA[API Changelog]]></title><link>{CHANGELOG}</link><generator>RSS for Node</generator>"
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<rss {namespace} version="2.0"><channel>{head}'
    return f"{start}{''.join(items)}</channel></rss>".encode()


def atom(*entries: str) -> bytes:
    """A feed of Atom."""
    start = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Changelog</title><id>urn:changelog</id>'
    return f"{start}{''.join(entries)}</feed>".encode()


def small_api() -> dict[str, Any]:
    """A spec of an API with `GET /markets`, `GET /markets/{ticker}/orders` and a schema that no operation uses."""
    document = spec(servers=[{"url": "https://host.example/trade-api/v2"}])
    (response,) = document["paths"]["/markets"]["get"]["responses"].values()
    document["paths"]["/markets/{ticker}/orders"] = {
        "parameters": [{"name": "ticker", "in": "path", "required": True, "schema": {"type": "string"}}],
        "get": {"operationId": "GetOrders", "tags": ["order"], "responses": {"200": {**response, "content": {}}}},
    }
    fill = {"type": "object", "properties": {"fee_cost": {"type": "string"}, "count_fp": {"type": "string"}}}
    document["components"]["schemas"]["Fill"] = fill
    return document


def names() -> Names:
    """The names of that spec and of a small stream."""
    found = Names()
    found.add(small_api())
    found.add(stream_spec.small())
    return found
