"""Sets a Typst document as PDF/A-3a, with the fonts inside Typst's own library and no others."""

from collections.abc import Mapping
from typing import Final

import typst

STANDARD: Final = "a-3a"


class NoGlyphError(Exception):
    """A character that no font can show stands in the document."""


def typeset(source: str, *, inputs: Mapping[str, str], timestamp: int) -> bytes:
    """The PDF; the same bytes for the same arguments, whatever fonts the machine has.

    `inputs` are what the document reads as `sys.inputs`; `timestamp`, in seconds of Unix time, is
    the date that the PDF states. Raises `NoGlyphError` where a character cannot be shown.
    """
    try:
        found = typst.compile(
            source.encode(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs=dict(inputs),
            pdf_standards=STANDARD,
            timestamp=timestamp,
        )
    except typst.TypstError as problem:
        if "could not be displayed with font" in problem.message:
            raise NoGlyphError(problem.message) from None
        raise
    return found
