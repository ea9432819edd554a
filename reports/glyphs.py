"""Which characters the fonts of the PDF can show; the others are spelt out rather than lost.

PDF/A forbids a character without a glyph (ISO 19005-3, 6.2.11.8), and Typst refuses to write one.
It is asked itself, since its fonts are inside its library.
"""

from collections.abc import Iterable
from functools import lru_cache

from reports.typesetting import NoGlyphError, typeset
from reports.typst_text import literal


def without_glyph(characters: Iterable[str]) -> frozenset[str]:
    """Those that no font at hand can show."""
    return frozenset(one for one in characters if not one.isascii() and not _has_glyph(one))


@lru_cache(maxsize=65536)
def _has_glyph(character: str) -> bool:
    try:
        typeset(f'#set document(title: "x")\n#{literal(character)};', inputs={}, timestamp=0)
    except NoGlyphError:
        return False
    return True
