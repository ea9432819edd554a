"""Reads an answer with its citations: which sources it cites for which of its claims.

A number stands for the entry of the answer's own list of sources; without one for the document of
that id, or for that of the case's documents, in their order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from detectors.blanks import blanked, code_lines
from detectors.catalogue import Catalogue
from detectors.citation_marks import CitationMark, citation_marks
from detectors.citation_reach import Reach, reaches
from detectors.claims import claims
from detectors.language import other_language
from detectors.records import Case, Claim
from detectors.source_lists import Entry, SourceList, source_list

SHOWN = 80
"""Characters of a mark or a name that a message quotes."""


class Citation(NamedTuple):
    """One source, cited in one place."""

    start: int
    end: int
    text: str
    """The mark as it is written."""
    number: str
    """The number or name that is cited."""
    source: str
    """What the source is called; "" where the number leads to none."""
    documents: frozenset[str]
    """Those that are meant; none where the corpus does not hold the source."""
    claims: tuple[Claim, ...] = ()

    @property
    def label(self) -> str:
        """`[1] (aspirin.md)`."""
        named = ", ".join(sorted(self.documents)) or self.source
        return self.text if self.text == named else f"{self.text} ({_short(named)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedAnswer:
    """An answer with its citations."""

    text: str
    question: str
    language: str | None
    """The language that it is written in, where that is not English."""
    citations: tuple[Citation, ...]
    claims: tuple[Claim, ...]
    """Those that can be checked, read from the answer without its marks."""

    @property
    def uncited(self) -> tuple[Claim, ...]:
        """The claims that no citation stands behind."""
        cited = {claim for citation in self.citations for claim in citation.claims}
        return tuple(claim for claim in self.claims if claim not in cited)

    def cited_for(self, claim: Claim) -> frozenset[str]:
        """All documents that are cited for the claim."""
        return frozenset(
            document
            for citation in self.citations
            if claim in citation.claims
            for document in citation.documents
        )

    def as_written(self, claim: Claim) -> Claim:
        """The claim with the marks that stand in it."""
        return replace(claim, text=self.text[claim.start : claim.end])


def cited_answer(text: str, case: Case, catalogue: Catalogue) -> CitedAnswer:
    """The answer with all its citations; a source that is cited twice for the same is one."""
    lines = text.replace("\r\n", " \n")  # as long as before, so spans hold
    listed = source_list(blanked(lines, code_lines(lines)))
    marks = citation_marks(lines, catalogue, listed) or _whole_list(listed, catalogue)
    plain = blanked(lines, [*listed.spans, *(span for mark in marks for span in mark.blanks)])
    language = other_language(plain)
    every = () if language else claims(plain, case.text)
    reader = _Reader(text, case, catalogue, listed)
    found = [
        citation
        for mark, reach in zip(marks, reaches(plain, marks, every), strict=True)
        for citation in reader.read(mark, reach)
    ]
    found += reader.read_unused(marks)
    return CitedAnswer(
        text=text,
        question=case.text,
        language=language,
        citations=tuple({(c.number, c.claims): c for c in reversed(found)}.values())[::-1],
        claims=tuple(claim for claim in every if claim.checkworthy),
    )


def _whole_list(listed: SourceList, catalogue: Catalogue) -> list[CitationMark]:
    """A list of sources that no mark leads to, as one mark behind the whole answer."""
    names = tuple(entry.name for entry in listed.entries if catalogue.find(entry.name))
    if not names:
        return []
    start, end = listed.spans[0][0], listed.spans[-1][1]
    return [CitationMark(start, end, names, False, ((start, end),))]


class _Reader(NamedTuple):
    """What a mark is understood by."""

    text: str
    case: Case
    catalogue: Catalogue
    listed: SourceList

    def read(self, mark: CitationMark, reach: Reach) -> Iterator[Citation]:
        """A citation for each source of the mark; those behind more than a sentence are one."""
        every = [self._citation(mark, name, reach.claims) for name in mark.names]
        held = [citation for citation in every if citation.documents]
        if not reach.is_wide or len(held) < 2:
            yield from every
            return
        yield held[0]._replace(documents=frozenset(d for each in held for d in each.documents))
        yield from (citation for citation in every if not citation.documents)

    def read_unused(self, marks: list[CitationMark]) -> Iterator[Citation]:
        """The sources of the list that no mark leads to and that the corpus does not hold."""
        used = {name for mark in marks for name in mark.names}
        for entry in self.listed.entries:
            unused = entry.number not in used and entry.name not in used
            if unused and not self.catalogue.find(entry.name):
                yield _of_entry(entry)

    def _citation(self, mark: CitationMark, name: str, behind: tuple[Claim, ...]) -> Citation:
        written = self.text[mark.start : mark.end]
        text = "The list of sources" if "\n" in written else _short(written)
        source = self._meant_by(name) if mark.by_number else name
        return Citation(
            mark.start, mark.end, text, name, source, self.catalogue.find(source), behind
        )

    def _meant_by(self, number: str) -> str:
        """What the number stands for; "" where it stands for nothing."""
        if entry := self.listed.entry(number):
            return entry.name
        if self.catalogue.find(number):
            return number
        given = self.case.documents
        place = int(number) if number.isdecimal() else 0
        document = given[place - 1] if 0 < place <= len(given) else ""
        return document if document in self.catalogue.ids else ""


def _of_entry(entry: Entry) -> Citation:
    text = _short(entry.name)
    return Citation(entry.start, entry.end, text, entry.number, entry.name, frozenset())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"
