"""Where a client's stream is."""

from __future__ import annotations

from kalshi_gen.client import Client
from kalshi_gen.stream.channels import HOST, PATH
from kalshi_overlay.environments import DEMO, PRODUCTION, environment_of

HOSTS = {PRODUCTION.name: HOST, DEMO.name: "external-api-ws.demo.kalshi.co"}
"""The stream's host of each environment; the contract names production's alone."""


def stream_url(client: Client) -> str:
    """The address of the stream that belongs to a client's base URL.

    Args:
        client: A client; its environment decides. A host that is no environment's, such as a sandbox or a proxy, is
            taken to serve the stream beside the REST API.

    Returns:
        A `wss` URL, or `ws` where the base URL is plain http.
    """
    base_url = client.get_async_httpx_client().base_url
    environment = environment_of(base_url)
    host = HOSTS[environment.name] if environment else base_url.netloc.decode("ascii")
    return f"{'wss' if base_url.scheme == 'https' else 'ws'}://{host}{PATH}"
