"""Tests of `kalshi_mcp`."""
