"""Whether a piece of personal data of one text stands in another, however it is written there."""

import re

from detectors.personal_kinds import OF_MODEL

_NATIONAL = 9
"""Digits of a telephone number that count, from its end: `+44 20 7946 0958` is `020 7946 0958`."""
_APART = r"[\W_]{0,3}"
"""What may stand between two characters of a number."""


def stands_in(text: str, value: str, kind: str) -> bool:
    """Whether the value of that kind, a key of `KINDS`, is in the text.

    Case counts for nothing, nor do spaces and signs within a number; of a name every word must be
    there, in any order.

    >>> stands_in("Ring 020 7946 0958.", "+44 (0)20 7946-0958", "PHONE_NUMBER")
    True
    """
    if kind in OF_MODEL:
        words = set(_words(value))
        return bool(words) and words <= set(_words(text))
    return re.search(_pattern(value, kind), text, re.IGNORECASE) is not None


def _pattern(value: str, kind: str) -> str:
    if kind == "EMAIL_ADDRESS":
        return rf"(?<![\w.+-]){re.escape(value)}(?!\w)"
    signs = [re.escape(sign) for sign in value if sign.isalnum()]
    if kind == "PHONE_NUMBER":
        return f"{_APART.join(signs[-_NATIONAL:])}(?![^\\W_])"
    return f"(?<![^\\W_]){_APART.join(signs)}(?![^\\W_])"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
