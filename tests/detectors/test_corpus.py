import gzip
import json
from pathlib import Path

import pytest

from detectors.corpus import Document, fingerprint, passages, read_corpus
from detectors.errors import CorpusError

PAGE = """# Zorvan

Zorvan is a medicine for itching.

## Dose

Adults take 5 mg. Children take half.
The dose is repeated
after 4 hours.

### In old age

- No more than 5 mg.
"""


def rows(path: Path, *values: object) -> Path:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return path


def test_a_folder_gives_its_files_by_path(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "page.md").write_text(PAGE)
    (tmp_path / "a.txt").write_text("Text.")
    rows(tmp_path / "c.jsonl", {"id": "row", "text": "Row.", "title": "About rows", "more": 1})
    documents = read_corpus(tmp_path).documents
    assert [(d.id, d.title) for d in documents] == [
        ("a.txt", ""),
        ("b/page.md", "Zorvan"),
        ("row", "About rows"),
    ]


def test_other_files_are_listed_with_the_reason_and_hidden_ones_are_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    (tmp_path / ".notes.txt").write_text("hidden")
    corpus = read_corpus(tmp_path)
    assert [d.id for d in corpus.documents] == ["a.txt"]
    assert [(i.path, i.reason[:17]) for i in corpus.ignored] == [("scan.pdf", "unknown file type")]


def test_fields_of_a_gzipped_jsonl_file_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl.gz"
    row = b'{"id": "1", "focus": "Itch", "answer": "Scratch\xe2\x80\xa8it."}\n'
    path.write_bytes(gzip.compress(row, mtime=0))
    corpus = read_corpus(path, text_field="answer", title_field="focus")
    assert corpus.documents == (Document("1", "Scratch\u2028it.", "Itch"),)


def test_line_ends_and_a_byte_order_mark_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_bytes(PAGE.encode())
    plain = fingerprint(read_corpus(file).documents)
    file.write_bytes(b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode())
    assert fingerprint(read_corpus(file).documents) == plain


def test_the_fingerprint_knows_ids_titles_and_texts() -> None:
    documents = [("a", "b", ""), ("ab", "", ""), ("a", "", "b"), ("a", "c", "")]
    assert len({fingerprint([Document(*fields)]) for fields in documents}) == 4


def test_passages_have_exact_spans_and_headings_as_context() -> None:
    document = Document("page.md", PAGE, "Zorvan")
    found = passages([document])
    assert all(PAGE[p.start : p.end] == p.text for p in found)
    assert [(p.text[:12], p.heading) for p in found] == [
        ("Zorvan is a ", ""),
        ("Adults take ", "Dose"),
        ("No more than", "Dose, In old age"),
    ]
    assert found[1].text_in_context.startswith("Zorvan. Dose. Adults take 5 mg.")


def test_passages_end_at_sentences_and_keep_to_their_size() -> None:
    text = " ".join(f"Sentence number {n} has exactly seven words." for n in range(40))
    found = passages([Document("a", text)])
    assert all(p.text.endswith("words.") and 60 <= len(p.text.split()) <= 90 for p in found[:-1])
    assert " ".join(p.text for p in found) == text


def test_a_sentence_without_end_is_cut_between_words() -> None:
    text = "word " * 200
    assert [len(p.text.split()) for p in passages([Document("a", text)])] == [90, 90, 20]


def test_a_document_of_headings_alone_is_a_passage() -> None:
    (only,) = passages([Document("a.md", "# Zorvan\n", "Zorvan")])
    assert (only.text, only.start) == ("# Zorvan", 0)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "a.txt: the file is empty"),
        ("a.md", b" \n", "a.md: the file is empty"),
        ("a.txt", b"caf\xe9", "a.txt: byte 3 is not UTF-8"),
        ("a.jsonl", b'{"id": "1", "text": "x"}\n{"id"\n', "a.jsonl:2: not JSON"),
        ("a.jsonl", b"[1]\n", "a.jsonl:1: is no JSON object"),
        ("a.jsonl", b'{"text": "x"}\n', "a.jsonl:1: field 'id' must be text"),
        ("a.jsonl", b'{"id": "1", "text": 5}\n', "field 'text' must be text .* found 5"),
        (
            "a.jsonl",
            b'{"id":"1","text":"x"}\n{"id":"1","text":"y"}\n',
            "two documents have the id '1'",
        ),
        ("a.jsonl.gz", b"no gzip", "is no whole gzip file"),
        ("a.jsonl.gz", gzip.compress(b'{"id": "1"}', mtime=0)[:-9], "is no whole gzip file"),
        ("a.pdf", b"%PDF", "the corpus is empty; known file types: .txt"),
    ],
)
def test_a_broken_file_says_what_and_where(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CorpusError, match=message):
        read_corpus(tmp_path)


def test_a_missing_an_empty_and_an_unknown_corpus_are_errors(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file or folder"):
        read_corpus(tmp_path / "absent")
    with pytest.raises(CorpusError, match="the corpus is empty"):
        read_corpus(tmp_path)
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(CorpusError, match="unknown file type"):
        read_corpus(tmp_path / "a.pdf")
