"""Find the specs that an index of pages names, as `llms.txt` lists them."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from attrs import frozen

from scripts import specs
from scripts.contract_news.feed import LONGEST_ADDRESS, FeedError
from scripts.documents import one_line, printable

MAXIMUM_SPECS = 100
# The target of a Markdown link, or an address by itself.
_TARGET = re.compile(r"""\]\(<?([^\s()<>"'`]{1,2000})|(https?://[^\s()<>\[\]"'`]{1,2000})""")
_SPEC = re.compile(r"[\w.-]*(?:openapi|asyncapi)[\w.-]*\.(?:ya?ml|json)", re.IGNORECASE)


@frozen
class Pages:
    """The specs that an index names.

    Attributes:
        unfollowed: The addresses of those that are not in the register.
        unlisted: The names of the specs of the register that it doesn't list.
    """

    unfollowed: tuple[str, ...]
    unlisted: tuple[str, ...]


def read(content: bytes, base: str) -> Pages:
    """Read an index of pages.

    Args:
        content: Text with links, in UTF-8.
        base: The address that its links are relative to.

    Raises:
        FeedError: It has no link, is not in UTF-8, or names more specs than `MAXIMUM_SPECS`.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FeedError(f"not an index in UTF-8: {one_line(error)}") from error
    targets = [match[1] or match[2] for match in _TARGET.finditer(text)]
    if not targets:
        raise FeedError("not an index of pages: it has no link")
    found: dict[str, str] = {}
    for address in filter(None, (_address(target, base) for target in targets)):
        found.setdefault(_place(address), address)
    if len(found) > MAXIMUM_SPECS:
        raise FeedError(f"not an index of pages: it names more than {MAXIMUM_SPECS} specs")
    ours = {_place(spec.url): spec.name for spec in specs.REGISTER}
    return Pages(
        unfollowed=tuple(address for place, address in found.items() if place not in ours),
        unlisted=tuple(name for place, name in ours.items() if place not in found),
    )


def _address(target: str, base: str) -> str:
    """The address of a spec; empty if a link leads to anything else."""
    try:
        address = urljoin(base, target.rstrip(".,;:"))
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not _SPEC.fullmatch(parts.path.rpartition("/")[2]):
        return ""
    return printable(f"{parts.scheme}://{parts.netloc}{parts.path}")[:LONGEST_ADDRESS]


def _place(address: str) -> str:
    """An address without its scheme, by which two are compared."""
    return address.partition("://")[2].lower()
