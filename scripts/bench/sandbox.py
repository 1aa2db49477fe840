"""A sandbox in a process of its own: `python -m scripts.bench.sandbox KEY_FILE...`; prints its base URL and key ids."""

from __future__ import annotations

import sys
import threading
from pathlib import Path


def main(*key_files: str) -> None:
    """Serve until terminated.

    Args:
        *key_files: Private keys of the account, which are registered.
    """
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    from kalshi_gen.api.api_keys import create_api_key
    from kalshi_gen.models import CreateApiKeyRequest
    from kalshi_sandbox import Sandbox

    with Sandbox(behaviour="simple") as exchange:
        key_ids = []
        for key_file in key_files:
            key = load_pem_private_key(Path(key_file).read_bytes(), None).public_key()
            public = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
            with exchange.client() as client:
                made = create_api_key.sync(client=client, body=CreateApiKeyRequest(name=key_file, public_key=public))
            key_ids.append(made.api_key_id)
        print(exchange.base_url, *key_ids, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
