from collections.abc import Callable

from reports.claims import count_claims
from reports.run import CaseResult

Build = Callable[..., CaseResult]


def test_citations_are_not_counted_as_claims(answered: Build, with_citations: Build) -> None:
    plain = answered("a", "supported", "refuted")
    cited = with_citations(plain, "supported", "refuted", "unsupported", "misplaced")
    assert count_claims([cited]) == count_claims([plain])
