import pytest

from detectors.source_lists import source_list

TWO = [("1", "Zorvan"), ("2", "Meldin, 2023")]


@pytest.mark.parametrize(
    "text",
    [
        "Take it.\n\nSources:\n1. Zorvan\n2. Meldin, 2023",
        "Take it.\n\n## References\n\n[1] Zorvan\n[2] Meldin, 2023\n\nI hope this helps.",
        "Take it.\n\n**Sources:**\n- [1]: Zorvan\n- [2]: Meldin, 2023",
        "Take it.\nSources: [1] Zorvan, [2] Meldin, 2023",
        "Take it.\nSources: 1. Zorvan 2. Meldin, 2023",
        "Take it.\n\n[^1]: Zorvan\n[^2]: Meldin, 2023\n",
        "Take it.\n\n[1] Zorvan\n[2] Meldin, 2023",
        "Take it.\n\n¹ Zorvan\n² Meldin, 2023",
    ],
)
def test_numbers_stand_for_names(text: str) -> None:
    found = source_list(text)
    assert [(entry.number, entry.name) for entry in found.entries] == TWO
    assert all(text[entry.start : entry.end] == entry.name for entry in found.entries)


def test_a_list_may_have_no_numbers() -> None:
    found = source_list("Take it.\n\nSources:\n- Zorvan\n- Meldin\n\nGood luck.")
    assert [(entry.number, entry.name) for entry in found.entries] == [
        ("", "Zorvan"),
        ("", "Meldin"),
    ]


def test_the_list_is_known_with_its_heading() -> None:
    text = "Take it.\n\nSources:\n1. Zorvan\n\nGood luck."
    assert [text[start:end] for start, end in source_list(text).spans] == ["Sources:\n1. Zorvan"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sources",
        "[1] Zorvan",
        "Steps:\n1. Take it\n2. Rest",
        "The reference range is 1. Fine.",
        "Source: Zorvan",
        "# Citations\n\nThey are what an answer points to.",
        "Take it.\n[1] " + "word " * 100,
    ],
)
def test_other_lines_are_no_list(text: str) -> None:
    assert source_list(text).entries == ()


def test_thousands_of_entries_are_read() -> None:
    text = "Take it.\n\nSources:\n" + "\n".join(f"{at % 1000}. Zorvan" for at in range(5000))
    assert len(source_list(text).entries) == 5000
