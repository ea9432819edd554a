"""The PDF holds the verdict and the record, stands to the byte, and no text in it can act."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from pypdf import PdfReader

from reports.glyphs import without_glyph
from reports.pdf import render
from reports.record_writer import write_run
from reports.run import Run
from reports.summary import Summary, summarise


def reader(run: Run) -> PdfReader:
    return PdfReader(io.BytesIO(render(run, summarise(run)).content))


def text_of(run: Run) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader(run).pages).split())


@pytest.fixture(scope="module")
def text(sample: Run) -> str:
    return text_of(sample)


def test_the_verdict_every_gate_and_the_evidence_are_told(text: str, summary: Summary) -> None:
    assert "Failed Exit code 1" in text
    for result in summary.gates:
        assert result.reason in text
    assert "refuted: Take 20 mg of Relivan once a day." in text
    assert "drugs/relivan.md 40 to 109: The usual adult dose" in text
    assert "Signature" in text


def test_the_record_is_attached_as_it_is_on_disk(sample: Run) -> None:
    lines: list[bytes] = []
    write_run(lines.append, sample)
    attached = reader(sample).attachments
    assert attached["run.jsonl"] == [b"".join(lines)]
    assert b"def verify(" in attached["verify_record.py"][0]


def test_it_states_the_archive_standard_and_is_tagged(sample: Run) -> None:
    pdf = reader(sample)
    metadata = pdf.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]
    assert b"<pdfaid:part>3</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]


def test_the_same_run_gives_the_same_bytes(sample: Run, summary: Summary) -> None:
    assert render(sample, summary).content == render(sample, summary).content


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ('"#panic("x") \\', '"#panic("x") \\'),
        ("= head *bold* $x$ @ref <label>", "= head *bold* $x$ @ref <label>"),
        ("// gone /* too */", "// gone /* too */"),
        ("20 °C, µg, naïve, Ж", "20 °C, µg, naïve, Ж"),
        ("日本", "⟨U+65E5⟩⟨U+672C⟩"),
        ("a\u202eb", "a⟨U+202E⟩b"),
    ],
)
def test_text_is_shown_as_it_is_or_spelt_out(
    make_run: Callable[..., Run], given: str, shown: str
) -> None:
    run = make_run([], subjects=())
    assert shown in text_of(replace(run, plan=replace(run.plan, purpose=given)))


def test_an_empty_run_renders(make_run: Callable[..., Run]) -> None:
    assert "Not decided" in text_of(make_run([], subjects=()))


def test_glyphs_are_asked_of_the_fonts_that_set_the_page() -> None:
    assert without_glyph("aé✓✗☐日") == {"日"}
