"""Maps what a report shows to the clauses that ask for it.

The texts of the EU AI Act and of NIST AI 600-1 were read in stored copies. A dagger marks what was
not checked. ISO/IEC 42001 was not read: its ids are titles only.
"""

from collections.abc import Sequence
from typing import NamedTuple

from reports.run import Plan


class Clause(NamedTuple):
    """One thing that a reviewer needs, and who asks for it."""

    number: int
    what: str
    section: str | None
    """Anchor of the section that shows it; `None` where this report does not."""
    note: str
    eu_ai_act: str
    nist: str
    iso_42001: str
    others: str
    detector: str | None = None
    """The section shows it only where this detector was planned for a subject."""


def clauses_of(plan: Plan) -> list[Clause]:
    """Every clause; without its section where the run has nothing of it to show."""
    planned = {name for subject in plan.subjects for name in subject.detectors}
    return [
        clause._replace(section=None)
        if clause.detector is not None and clause.detector not in planned
        else clause
        for clause in CLAUSES
    ]


CLAUSES: Sequence[Clause] = (
    Clause(
        1,
        "Identity",
        "identity",
        "Provider and predecessor are not recorded.",
        "Annex IV(1)(a); 13(3)(a), (b)(i)",
        "MAP 1.1 †",
        "A.6.2.7",
        "SR 26-2 † identification; GMLP 9",
    ),
    Clause(
        2,
        "Components",
        "components",
        "",
        "Annex IV(1)(c), (e); (2)(a), (c)",
        "MS-2.9-002, MS-2.5-005",
        "A.4.2 to A.4.5",
        "PCCP version control",
    ),
    Clause(
        3,
        "Test plan fixed before the run",
        "verdict",
        "",
        "9(6), 9(8)",
        "MEASURE 2.1 †, 2.3",
        "A.6.2.4",
        "SR 26-2 † effective challenge; PCCP modification protocol",
    ),
    Clause(
        4,
        "Test data",
        "identity",
        "Hash, size and near-duplicates of training texts; no datasheet.",
        "10; Annex IV(2)(d), (g)",
        "MS-2.5-005",
        "A.7.2 to A.7.6",
        "GMLP 3, 4, 5",
    ),
    Clause(
        5,
        "Results, small model beside large one",
        "side-by-side",
        "",
        "15(1), 15(3); 13(3)(b)(ii)",
        "MEASURE 2.3, 2.5; MS-2.3-001, -002",
        "A.6.2.4",
        "GMLP 8; outcomes analysis",
    ),
    Clause(
        6,
        "Why these metrics fit",
        "method",
        "",
        "Annex IV(4)",
        "MEASURE 2.13",
        "A.6.2.4",
        "conceptual soundness",
    ),
    Clause(
        7,
        "Subgroups",
        "slices",
        "",
        "13(3)(b)(v); Annex IV(3), (2)(g)",
        "MEASURE 2.11",
        "A.5.4",
        "GMLP 3",
    ),
    Clause(
        8,
        "Hallucination",
        "answers",
        "The checker's own error rate is not in this report.",
        "15(1); 13(3)(b)(iii)",
        "Confabulation: MS-2.5-003, MS-2.5-001, MS-2.6-005",
        "A.6.2.4, A.6.2.6",
        "",
    ),
    Clause(
        9,
        "Explanations",
        "decisions",
        "No stability test.",
        "13(1), 13(3)(b)(iv), 13(3)(d), 86(1)",
        "MEASURE 2.9; MS-2.9-001",
        "A.8.2",
        "GMLP 7, 9; GDPR 22, 15(1)(h) †",
    ),
    Clause(
        10,
        "Robustness",
        "slices",
        "As far as the suite has such slices.",
        "15(1), 15(4)",
        "MEASURE 2.5, 2.6, 2.7",
        "A.6.2.4",
        "GMLP 8",
    ),
    Clause(
        11,
        "Security",
        "side-by-side",
        "Planted instructions only, by the detector injection; no poisoned corpus.",
        "15(5); Annex IV(2)(h)",
        "MS-2.7-007, -008",
        "A.6.2.4",
        "GMLP 2",
        detector="injection",
    ),
    Clause(
        12,
        "Human oversight",
        None,
        "",
        "14(4)(a) to (e); Annex IV(2)(e)",
        "MS-1.3-003",
        "A.9.2 †",
        "GMLP 7",
    ),
    Clause(
        13,
        "Logging check",
        None,
        "",
        "12(1), (2); 19(1); 26(6)",
        "MEASURE 3.1",
        "A.6.2.8",
        "ongoing monitoring",
    ),
    Clause(
        14,
        "Change since the last audit",
        None,
        "",
        "Annex IV(2)(f), (6); 13(3)(c)",
        "MS-2.5-006, MEASURE 3.1",
        "A.6.2.6",
        "PCCP",
    ),
    Clause(
        15,
        "Post-market sample",
        None,
        "",
        "72 via Annex IV(9)",
        "MANAGE 4.1 †",
        "A.6.2.6, A.8.4",
        "GMLP 10",
    ),
    Clause(
        16,
        "Limits and what was not tested",
        "limits",
        "",
        "13(3)(b)(iii)",
        "MEASURE 2.5, MS-1.1-009",
        "A.8.2",
        "model limitations",
    ),
    Clause(
        17,
        "Privacy",
        "side-by-side",
        "Personal data in questions and answers by the detector privacy, and whether text leaves "
        "the machine; no redaction rules, retention or lawful basis.",
        "10",
        "MEASURE 2.10",
        "A.7",
        "HIPAA 164.312(b), 164.514 †",
        detector="privacy",
    ),
    Clause(
        18,
        "Approval",
        "approval",
        "To be filled in by hand.",
        "Annex IV(2)(g); 18",
        "MS-2.3-003, MS-2.8-003",
        "A.3.2 †",
        "effective challenge",
    ),
)

NOTES: Sequence[str] = (
    "The table says which clause a section serves. It does not say that the system conforms.",
    "EU AI Act and NIST AI 600-1 were read in stored copies. † marks an item not verified.",
    "ISO/IEC 42001 was not read: title only, check your licensed copy.",
    (
        "† Regulation (EU) 2026/1744, in force 27 July 2026, moves the AI Act's high-risk dates: "
        "Annex III to 2 December 2027, Annex I to 2 August 2028."
    ),
    (
        "† SR 11-7 was rescinded on 17 April 2026 and replaced by SR 26-2, OCC 2026-13 and "
        "FIL-15-2026, which leave generative and agentic AI out of their scope."
    ),
)
