"""Names that a suite gives to items, and tags that become markers."""

import re
from collections.abc import Iterable, Iterator

import pytest

RESERVED = frozenset(
    {
        "filterwarnings",
        "parametrize",
        "skip",
        "skipif",
        "tryfirst",
        "trylast",
        "usefixtures",
        "xdist_group",
        "xfail",
    }
)
"""Markers that do something: a case with such a tag must not be skipped for it."""


def item_names(wanted: Iterable[str]) -> Iterator[str]:
    """A name for each that no sibling has, which pytest can be told on the command line.

    >>> list(item_names(["q1", "a::b", "q1"]))
    ['q1', 'a:b', 'q1-2']
    """
    taken: set[str] = set()
    for text in wanted:
        shown = re.sub(r":{2,}", ":", text).encode("unicode_escape").decode().replace("/", "|")
        name, number = shown, 1
        while name in taken:
            number += 1
            name = f"{shown}-{number}"
        taken.add(name)
        yield name


def marker(tag: str, config: pytest.Config) -> pytest.MarkDecorator | None:
    """The marker of a tag, registered; `None` where that name does something in pytest.

    Signs that an expression of -m cannot hold become `_`.
    """
    name = re.sub(r"[^\w.:+-]", "_", tag).lstrip("_")
    if not name or name in RESERVED:
        return None
    known = {line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")}
    if name not in known:
        config.addinivalue_line("markers", f"{name}: tag of an audit case")
    return getattr(pytest.mark, name)  # type: ignore[no-any-return]
