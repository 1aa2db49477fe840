"""`python -m scripts.release_check TAG REPOSITORY_URL`: compare a release's tag with the package's own metadata.

A package whose links lead to another repository, or whose version is not the tag's, must not be published.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LINK = re.compile(r"https://(?:raw\.githubusercontent|github)\.com/[\w.-]+/[\w.-]+")


_UNPUBLISHED = ("is not published yet", "<this repository's URL>")
"""What the README says until there is a first release."""


def problems(tag: str, repository: str, root: Path) -> list[str]:
    """Find what must be fixed before a tag can be released.

    Args:
        tag: The git tag, `v` and the version.
        repository: The URL of the repository that the tag was pushed to.
        root: The checkout.

    Returns:
        A sentence for each problem; none if it may be released.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    version_file = project["tool"]["hatch"]["version"]["path"]
    found = re.search(r'^__version__ = "(.+)"$', (root / version_file).read_text(encoding="utf-8"), re.MULTILINE)
    version = found[1] if found else None
    answer = []
    if tag != f"v{version}":
        answer.append(f"The tag is {tag} and {version_file} says {version}.")
    if not re.search(rf"^## {re.escape(str(version))}(?!\S)", _text(root, "CHANGELOG.md"), re.MULTILINE):
        answer.append(f"CHANGELOG.md has no section for {version}.")
    for name, url in project["project"]["urls"].items():
        if url != repository and not url.startswith(f"{repository}/"):
            answer.append(f"pyproject.toml: the URL {name} is {url}, outside {repository}.")
    for url in sorted(set(_LINK.findall(_text(root, "README.md")))):
        if url.replace("raw.githubusercontent.com", "github.com") != repository:
            answer.append(f"README.md: {url} is outside {repository}.")
    readme = _text(root, "README.md")
    answer += [f"README.md still says: {words}" for words in _UNPUBLISHED if words in readme]
    return answer


def _text(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Print each problem.

    Args:
        arguments: The tag and the repository's URL.

    Returns:
        0 if the tag may be released, 1 if not, 2 for other arguments.
    """
    if len(arguments) != 2:
        print("usage: python -m scripts.release_check TAG REPOSITORY_URL", file=sys.stderr)
        return 2
    tag, repository = arguments
    found = problems(tag, repository, ROOT)
    print("\n".join(found) or f"{tag} may be released.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
