"""Tests of `kalshi_overlay.discovery`."""
