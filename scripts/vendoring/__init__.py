"""Fetch a published spec, check it, keep its facts and apply our overlay."""
