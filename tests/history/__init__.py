"""Tests of `kalshi_overlay.history`."""
