from __future__ import annotations

from ..runtime.model import Model


class GetTagsForSeriesCategoriesResponse(Model, kw_only=True):
    """Tags in use, grouped by series category."""

    tags_by_categories: dict[str, list[str]]
    """Tags by series category: each key is a category and each value the list of its tags, which the
    exchange has been seen to send as `null` when empty.
    """
