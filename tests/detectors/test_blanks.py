from detectors.blanks import blanked, code_lines, code_words


def test_what_is_left_keeps_its_place_and_its_lines() -> None:
    assert blanked("a [1]\nb", [(2, 6)]) == "a    \nb"


def test_code_between_backticks_is_found_but_for_what_is_kept() -> None:
    text = "Use `a[1]` or `aspirin.md`."
    found = [text[start:end] for start, end in code_words(text, kept={"aspirin.md"}.__contains__)]
    assert found == ["`a[1]`"]


def test_code_between_fences_is_found() -> None:
    text = "Use it so:\n```\nb[2]\n```\nor so."
    assert [text[start:end] for start, end in code_lines(text)] == ["b[2]"]


def test_code_whose_fence_is_not_closed_runs_to_the_end() -> None:
    text = "So:\n```\na[1]\nb[2]"
    assert [text[start:end] for start, end in code_lines(text)] == ["a[1]", "b[2]"]
