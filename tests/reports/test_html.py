import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from reports.html import render
from reports.run import CaseResult, Run
from reports.summary import Summary, summarise

VOID = frozenset(("meta", "rect", "line", "circle", "br"))


class Page(HTMLParser):
    """Elements, ids and problems of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []
        self.loaded += [name for name in values if name in ("src", "srcset", "data", "style")]
        self.loaded += [name for name in values if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def text(sample: Run, summary: Summary) -> str:
    return render(sample, summary).content.decode()


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_every_element_is_closed(page: Page) -> None:
    assert page.open == []


def test_the_page_loads_and_runs_nothing(page: Page, text: str) -> None:
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & set(page.tags)
    assert page.loaded == []
    assert all(link.startswith("#") for link in page.links)
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert not re.search(r"url\(|@import|https?://", text)


def test_hostile_text_is_shown_and_not_obeyed(text: str) -> None:
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "\u202e" not in text
    assert "⟨U+202E⟩" in text


def test_ids_are_unique_and_every_link_has_its_target(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_every_result_has_an_anchor(page: Page, sample: Run) -> None:
    wanted = {f"case-{result.subject}-{result.case.id}" for result in sample.results}
    assert wanted <= set(page.ids)


def test_sections_stand_in_the_order_of_a_review(page: Page) -> None:
    sections = [name for name in page.ids if not name.startswith("case-")]
    assert sections == [
        "identity",
        "verdict",
        "scorecard",
        "side-by-side",
        "slices",
        "answers",
        "decisions",
        "limits",
        "components",
        "method",
        "clauses",
        "approval",
    ]


def test_evidence_names_its_document_and_offsets(text: str) -> None:
    assert "<code>drugs/relivan.md</code> characters 40 to 109 · similarity 0.83" in text
    assert "drugs/&lt;b&gt;other&lt;/b&gt;.md" in text


def test_unverified_clauses_carry_a_dagger(text: str) -> None:
    assert "MAP 1.1 †" in text
    assert "title only, check your licensed copy" in text


def test_every_table_has_a_caption(page: Page) -> None:
    assert page.tags.count("table") == page.tags.count("caption")


def test_the_same_run_gives_the_same_bytes(sample: Run, summary: Summary) -> None:
    assert render(sample, summary) == render(sample, summarise(sample))


def test_an_empty_run_renders(make_run: Callable[..., Run]) -> None:
    run = make_run([], subjects=())
    text = render(run, summarise(run)).content.decode()

    assert Page(text).open == []
    assert "Not decided" in text
    assert "No gate was stated before the run" in text


def test_citations_stand_apart_from_the_claims(
    answered: Callable[..., CaseResult],
    with_citations: Callable[..., CaseResult],
    make_run: Callable[..., Run],
) -> None:
    run = make_run([with_citations(answered("q", "supported"), "misplaced", "supported")])
    text = render(run, summarise(run)).content.decode()
    assert "1 supported; 1 bad citation" in text
    assert text.index("<h5>Citations</h5>") < text.index("said elsewhere")
    assert Page(text).open == []


def test_an_answer_as_expected_with_an_error_is_not_hidden(
    answered: Callable[..., CaseResult],
    with_citations: Callable[..., CaseResult],
    make_run: Callable[..., Run],
) -> None:
    run = make_run(
        [with_citations(answered("q", "supported"), "refuted"), answered("p", "supported")]
    )
    text = render(run, summarise(run)).content.decode()
    assert "1 answer as expected, but with a finding at error level" in text
    assert "1 answer as expected</summary>" in text
