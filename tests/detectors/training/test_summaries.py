from detectors.training.summaries import Summary, summary_examples

EVIDENCE = "Ann asks Mike to buy bread. Mike agrees. They meet at six."


def summary(text: str, *, supported: bool) -> Summary:
    return Summary("summaries", "summaries:1", text, supported, EVIDENCE)


def test_the_edit_is_found_by_the_faithful_summary_it_was_made_to() -> None:
    examples = summary_examples(
        [
            summary("Ann asks Mike for bread. They meet at six.", supported=True),
            summary("Ann asks Mike for butter. They meet at six.", supported=False),
        ],
        lambda document, _: document,
    )
    found = {e.claim: (e.label, [e.claim[a:b] for a, b in e.unsupported or ()]) for e in examples}
    assert found == {
        "Ann asks Mike for bread.": ("supported", []),
        "They meet at six.": ("supported", []),
        "Ann asks Mike for bread. They meet at six.": ("supported", []),
        "Ann asks Mike for butter.": ("not_supported", ["butter"]),
        "Ann asks Mike for butter. They meet at six.": ("not_supported", ["butter"]),
    }
