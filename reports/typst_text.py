"""Sets text from models and suites in Typst, so that nothing of it acts as markup."""

import re

LONG = re.compile(r"\S{30}(?=\S)")
BREAK = "\N{ZERO WIDTH SPACE}"


def literal(text: str) -> str:
    """A Typst string literal of the text."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def breakable(text: str) -> str:
    """The text with places to break its overlong words at, so that they do not leave the page."""
    return LONG.sub(lambda word: word[0] + BREAK, text)
