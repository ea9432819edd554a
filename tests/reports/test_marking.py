from reports.marking import Mark, stretches, visible


def mark(start: int, end: int) -> Mark:
    return Mark(start=start, end=end, kind="for", note="why")


def parts(text: str, *marks: Mark) -> list[tuple[str, bool]]:
    return [(part.text, part.mark is not None) for part in stretches(text, marks)]


def test_marks_split_a_text_without_losing_any_of_it() -> None:
    assert parts("one two three", mark(8, 13), mark(0, 3)) == [
        ("one", True),
        (" two ", False),
        ("three", True),
    ]


def test_overlapping_marks_are_cut_and_stray_ones_dropped() -> None:
    assert parts("abcdef", mark(0, 3), mark(2, 5), mark(4, 4), mark(9, 12)) == [
        ("abc", True),
        ("de", True),
        ("f", False),
    ]


def test_an_empty_text_has_no_parts() -> None:
    assert parts("", mark(0, 3)) == []


def test_characters_that_would_reorder_or_hide_text_are_spelt_out() -> None:
    assert visible("a\u202eb\x00c\ud800") == "a⟨U+202E⟩b⟨U+0000⟩c⟨U+D800⟩"
    assert visible("línea\n\t日本 👩‍⚕️") == "línea\n\t日本 👩‍⚕️"
