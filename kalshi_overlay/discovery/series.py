"""Find series by words, category and tags."""

from __future__ import annotations

from collections.abc import Sequence

from kalshi_gen.api.search import get_tags_for_series_categories
from kalshi_gen.client import Client
from kalshi_gen.models.series import Series
from kalshi_overlay.discovery.cache import Cache, listed
from kalshi_overlay.discovery.listings import SeriesListing, both
from kalshi_overlay.discovery.words import folded, folded_words, has_words
from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.pages import text


def sync(
    words: str | None = None,
    *,
    client: Client,
    category: str | None = None,
    tags: str | Sequence[str] | None = None,
    cache: Cache | None = None,
) -> list[Series]:
    """Find series by words, category and tags.

    The exchange sends a category or a tag in one answer. Without either, that is every series there is: some
    megabytes.

    Args:
        words: Words that must all be in the ticker, the title or the tags, in any order, without regard to case and
            accents.
        client: Any client.
        category: A category as the exchange writes it, such as `Crypto`.
        tags: A tag as the exchange writes it, or several of which a series needs one.
        cache: Where lists are kept.

    Returns:
        The series, by their tickers; none if no words match.

    Raises:
        InvalidRequestError: No series has this category or one of these tags (nothing was changed, but this was
            looked up), or an argument is not what it should be (nothing was sent).
        UnusableAnswerError: A series came without its ticker.
        KalshiError: The list could not be read.

    Operation: reads `GetSeriesList`; `GetTagsForSeriesCategories` for an error.
    """
    wanted, chosen = folded_words(words), checked_tags(tags)
    return run(_find(wanted, client, checked_category(category), chosen, cache))


async def asyncio(
    words: str | None = None,
    *,
    client: Client,
    category: str | None = None,
    tags: str | Sequence[str] | None = None,
    cache: Cache | None = None,
) -> list[Series]:
    """Like `sync`, without blocking."""
    wanted, chosen = folded_words(words), checked_tags(tags)
    return await run_async(_find(wanted, client, checked_category(category), chosen, cache))


def series_of(client: Client, category: str | None, tags: tuple[str, ...], cache: Cache | None) -> Flow[list[Series]]:
    """The series of a category that have one of some tags, by their tickers; neither is a condition if not given.

    Raises:
        InvalidRequestError: There is none.
    """
    found: dict[str, Series] = {}
    # What the exchange makes of several tags at once, its spec doesn't say.
    for tag in tags or (None,):
        every = yield from listed(SeriesListing(category, tag), client, cache)
        found |= {text(series, "ticker"): series for series in every if tag is None or _has_tag(series, tag)}
    if not found and (category or tags):
        yield from _explain(client, category, tags, cache)
    return [found[ticker] for ticker in sorted(found)]


def checked_category(category: str | None) -> str | None:
    """A category.

    Raises:
        InvalidRequestError: It is no text, or empty, which the exchange would take for all.
    """
    if category is not None and not (isinstance(category, str) and category.strip()):
        raise InvalidRequestError(
            "category", f"{category!r} is no category; give one such as 'Crypto', or leave it out"
        )
    return category


def checked_tags(tags: str | Sequence[str] | None) -> tuple[str, ...]:
    """Tags, each once.

    Raises:
        InvalidRequestError: One is no text, or empty, or there is none.
    """
    if tags is None:
        return ()
    given = (tags,) if isinstance(tags, str) else tuple(tags)
    if not given or not all(isinstance(tag, str) and tag.strip() and "," not in tag for tag in given):
        raise InvalidRequestError("tags", f"{tags!r} has no tag, or one with a comma; give a list such as ['BTC']")
    return tuple(dict.fromkeys(given))


def _find(
    words: tuple[str, ...], client: Client, category: str | None, tags: tuple[str, ...], cache: Cache | None
) -> Flow[list[Series]]:
    every = yield from series_of(client, category, tags, cache)
    return [series for series in every if has_words(words, (series.ticker, series.title, *(series.tags or ())))]


def _has_tag(series: Series, tag: str) -> bool:
    return folded(tag) in {folded(each) for each in series.tags or ()}


def _explain(client: Client, category: str | None, tags: tuple[str, ...], cache: Cache | None) -> Flow[None]:
    """Say what no series has, and what to write instead."""
    answer = yield both(get_tags_for_series_categories, client=client)
    known = {name: names or [] for name, names in dict(answer.tags_by_categories or {}).items()}
    if category is not None and (not tags or not (yield from listed(SeriesListing(category), client, cache))):
        problem = f"no series has the category {category!r}, which is compared with its case"
        raise InvalidRequestError("category", f"{problem}; {_instead(category, list(known))}")
    within = f" in the category {category!r}" if category else ""
    others = known.get(category, []) if category else [tag for names in known.values() for tag in names]
    problem = f"no series{within} has a tag of {', '.join(map(repr, tags))}"
    raise InvalidRequestError("tags", f"{problem}; {_instead(tags[0], others)}")


def _instead(given: str, known: list[str]) -> str:
    same = [name for name in known if folded(name) == folded(given)]
    if same:
        return f"write {same[0]!r}"
    # The exchange doesn't list every one that its series have.
    return f"some that exist: {', '.join(sorted(set(known))[:20])}" if known else "the exchange names none"
