"""Reads a reference corpus and cuts it into passages that know where they stand.

- Text and Markdown files are one document each, named by their path below the corpus folder; a
  JSONL file, gzipped or not, is one document a row, named by its id.
- Line ends are read as `\\n` and a byte order mark is dropped, so that a corpus has the same
  fingerprint on every system. Spans count characters of the text so read.
- A passage is whole sentences under one heading, up to `PASSAGE_WORDS`; headings are its context
  and never its text. The first heading of a Markdown document is its title.
"""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from detectors.errors import CorpusError, place
from detectors.sentences import Kind, block_sentences, blocks

PASSAGE_WORDS = 90
"""About 130 word pieces: well within what a small embedding model reads (256)."""
LONGEST_WORD = 200
"""Characters; what runs on without a space for longer, as encoded data does, is cut."""

_TEXT = (".txt",)
_MARKDOWN = (".md", ".markdown")
_ROWS = (".jsonl", ".jsonl.gz")
KNOWN = (*_TEXT, *_MARKDOWN, *_ROWS)


class Document(NamedTuple):
    """One text of the corpus."""

    id: str
    text: str
    title: str = ""
    """What the document is about, where it says so."""


class Passage(NamedTuple):
    """A stretch of a document: `document.text[start:end] == text`."""

    document: str
    start: int
    end: int
    text: str
    title: str = ""
    heading: str = ""
    """The headings above the passage, outermost first, without the title."""

    @property
    def context(self) -> str:
        """What the passage is about: `Paracetamol. Doses for children.`"""
        return " ".join(f"{part}." for part in (self.title, self.heading) if part)

    @property
    def text_in_context(self) -> str:
        """The passage after its context, as it is embedded."""
        return f"{self.context} {self.text}".strip()


class Ignored(NamedTuple):
    """A file of the folder that is no part of the corpus, and why."""

    path: str
    reason: str


class Corpus(NamedTuple):
    """The documents at a path, sorted by file, and what was left out."""

    documents: tuple[Document, ...]
    ignored: tuple[Ignored, ...] = ()


class Fields(NamedTuple):
    """The names of a JSONL row's fields."""

    text: str = "text"
    title: str = "title"


def read_corpus(path: Path, *, text_field: str = "text", title_field: str = "title") -> Corpus:
    """The documents of a folder or of one file.

    `text_field` and `title_field` name the fields of JSONL rows; rows may lack a title.
    Raises `CorpusError` where anything is missing, empty, malformed or named twice.
    """
    if not path.exists():
        raise CorpusError(f"{path}: no such file or folder; a reference corpus is wanted")
    files, ignored = _files(path)
    fields = Fields(text_field, title_field)
    root = path if path.is_dir() else path.parent
    documents = tuple(document for file in files for document in _read(file, root, fields))
    if not documents:
        raise CorpusError(f"{path}: the corpus is empty; known file types: {', '.join(KNOWN)}")
    _check_ids(documents, path)
    return Corpus(documents, ignored)


def count_words(text: str) -> int:
    """Words of at most `LONGEST_WORD` characters."""
    return len(_WORD.findall(text))


def fingerprint(documents: Sequence[Document]) -> str:
    """Hash over ids, titles and texts in order; two corpora with the same one are the same."""
    digest = hashlib.sha256()
    for document in documents:
        digest.update(json.dumps(document).encode() + b"\n")
    return digest.hexdigest()


def passages(documents: Sequence[Document], *, words: int = PASSAGE_WORDS) -> tuple[Passage, ...]:
    """The passages of all documents, in order."""
    return tuple(p for document in documents for p in document_passages(document, words=words))


def document_passages(document: Document, *, words: int = PASSAGE_WORDS) -> Iterator[Passage]:
    """The passages of one document; where it is nothing but headings, those are its passages."""
    found = False
    for section in _sections(document):
        for start, end in _packed(section.spans, document.text, words):
            found = True
            yield Passage(
                document.id, start, end, document.text[start:end], document.title, section.heading
            )
    if not found:
        text = document.text.strip()
        start = document.text.index(text)
        yield Passage(document.id, start, start + len(text), text, document.title)


class _Section(NamedTuple):
    heading: str
    spans: list[tuple[int, int]]


def _sections(document: Document) -> Iterator[_Section]:
    open_headings: dict[int, str] = {}
    section = _Section("", [])
    for block in blocks(document.text):
        if block.kind is not Kind.HEADING:
            section.spans.extend((s.start, s.end) for s in block_sentences(document.text, block))
            continue
        yield section
        open_headings = {n: h for n, h in open_headings.items() if n < block.level}
        open_headings[block.level] = document.text[block.start : block.end].strip("# \t")
        kept = (h for h in open_headings.values() if h != document.title)
        section = _Section(", ".join(kept), [])
    yield section


def _packed(spans: Sequence[tuple[int, int]], text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Neighbouring spans joined as long as they hold at most `limit` words."""
    begin = end = count = 0
    for start, stop in _cut(spans, text, limit):
        words = count_words(text[start:stop])
        if count and count + words > limit:
            yield begin, end
            count = 0
        begin = begin if count else start
        end, count = stop, count + words
    if count:
        yield begin, end


def _cut(spans: Sequence[tuple[int, int]], text: str, limit: int) -> Iterator[tuple[int, int]]:
    """The spans, those of more than `limit` words cut between words."""
    for start, stop in spans:
        words = list(_WORD.finditer(text[start:stop]))
        for first in range(0, len(words), limit):
            last = words[min(first + limit, len(words)) - 1]
            yield start + words[first].start(), start + last.end()


_WORD = re.compile(rf"\S{{1,{LONGEST_WORD}}}")


def _files(path: Path) -> tuple[tuple[Path, ...], tuple[Ignored, ...]]:
    if path.is_file():
        if _suffix(path) is None:
            raise CorpusError(f"{path}: unknown file type; known are {', '.join(KNOWN)}")
        return (path,), ()
    every = sorted(
        (file for file in path.rglob("*") if file.is_file() and not _is_hidden(file, path)),
        key=lambda file: file.relative_to(path).as_posix(),
    )
    ignored = tuple(
        Ignored(file.relative_to(path).as_posix(), f"unknown file type; known: {', '.join(KNOWN)}")
        for file in every
        if _suffix(file) is None
    )
    return tuple(file for file in every if _suffix(file)), ignored


def _suffix(path: Path) -> str | None:
    name = path.name.lower()
    return next((suffix for suffix in KNOWN if name.endswith(suffix)), None)


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _read(path: Path, root: Path, fields: Fields) -> Iterator[Document]:
    text = _text(path)
    if not text.strip():
        raise CorpusError(f"{path}: the file is empty; fill it or take it out of the corpus")
    suffix = _suffix(path)
    if suffix in _ROWS:
        yield from _rows(path, text, fields)
    else:
        title = _title(text) if suffix in _MARKDOWN else ""
        yield Document(path.relative_to(root).as_posix(), text, title)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix.lower() == ".gz" else content
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise CorpusError(
            f"{path}: byte {problem.start} is not UTF-8; save the file as UTF-8"
        ) from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as problem:
        raise CorpusError(f"{path}: is no whole gzip file: {problem}") from None
    except OSError as problem:
        raise CorpusError(f"{path}: cannot be read: {problem.strerror}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _title(text: str) -> str:
    first = next((block for block in blocks(text) if block.kind is Kind.HEADING), None)
    return text[first.start : first.end].strip("# \t") if first else ""


def _rows(path: Path, text: str, fields: Fields) -> Iterator[Document]:
    for line, row in enumerate(text.split("\n"), start=1):  # splitlines would cut at U+2028
        if row.strip():
            yield _row(row, fields, place(path, line))


def _row(row: str, fields: Fields, where: str) -> Document:
    try:
        value = json.loads(row)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise CorpusError(f"{where}: not JSON: {problem}") from None
    if not isinstance(value, dict):
        raise CorpusError(f'{where}: is no JSON object; {{"id", "{fields.text}"}} is wanted')
    return Document(
        _field(value, "id", where),
        _field(value, fields.text, where),
        _field(value, fields.title, where) if value.get(fields.title) else "",
    )


def _field(row: Mapping[str, object], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        found = repr(value)[:60] if name in row else "nothing"
        raise CorpusError(f"{where}: field {name!r} must be text that is not empty; found {found}")
    return value


def _check_ids(documents: Sequence[Document], path: Path) -> None:
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise CorpusError(f"{path}: two documents have the id {document.id!r}; make ids unique")
        seen.add(document.id)
