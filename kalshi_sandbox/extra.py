"""The extra that the sandbox needs."""

from __future__ import annotations

_MODULES = ("starlette", "uvicorn", "openapi_schema_validator", "jsonschema", "yaml", "websockets")


def require_extra() -> None:
    """Check that the packages of the extra `sandbox` are installed.

    Raises:
        MissingExtraError: One of them is missing.
    """
    from kalshi_overlay import extras

    extras.require_extra("sandbox", *_MODULES)
