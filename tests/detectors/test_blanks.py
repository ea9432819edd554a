from detectors.blanks import blanked, code_spans


def test_what_is_left_keeps_its_place_and_its_lines() -> None:
    assert blanked("a [1]\nb", [(2, 6)]) == "a    \nb"


def test_code_between_fences_and_backticks_is_found() -> None:
    text = "Use `a[1]` so:\n```\nb[2]\n```\nor `aspirin.md`."
    found = [text[start:end] for start, end in code_spans(text, kept=frozenset({"aspirin.md"}))]
    assert found == ["b[2]", "`a[1]`"]


def test_code_whose_fence_is_not_closed_runs_to_the_end() -> None:
    text = "So:\n```\na[1]\nb[2]"
    assert [text[start:end] for start, end in code_spans(text)] == ["a[1]", "b[2]"]
