"""A server of the Model Context Protocol: the exchange's reads as tools for assistants, and orders in two steps.

`python -m kalshi_mcp` runs it; docs/assistants.md has its options. It needs the extra `mcp`.
"""

from __future__ import annotations
