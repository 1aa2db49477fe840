"""Tests of `kalshi_overlay.account`."""
