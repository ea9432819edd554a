"""When to use which model: sentences that follow by stated rules from the rows of a scorecard.

`RULES` is the whole of it, in the order of the report. A rule reads rows and says a sentence, or
nothing; every sentence names the rows behind it, and where the rows do not decide, that is said.
docs/scorecard.md prints the rules.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple, TypeAlias

from reports.cascade import Cascade
from reports.numbers import percent
from reports.run import Weights
from reports.scorecard.records import Dimension, Row, Scorecard, Standing

TOLERATED = 0.05
"""Share of answers with a hallucination up to which free text may go out unread."""

ASPECTS: Mapping[str, tuple[Dimension, ...]] = {
    "quality": (Dimension.SPECIALISATION,),
    "cost": (Dimension.MEMORY, Dimension.SPEED, Dimension.COST),
    "privacy": (Dimension.PRIVACY,),
    "explainability": (Dimension.EXPLAINABILITY,),
    "breadth": (Dimension.SCOPE,),
}
"""Which rows bear on what a suite weighs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One piece of advice."""

    text: str
    rows: tuple[str, ...]
    """Titles of the rows behind it."""
    decided: bool
    """`False` where it says that the data do not decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to use for what, of two models."""

    first: str
    second: str
    sentences: tuple[Sentence, ...]


class Grounds(NamedTuple):
    """What advice rests on."""

    card: Scorecard
    weights: Weights
    cascade: Cascade | None


Rule: TypeAlias = Callable[[Grounds], Sentence | None]


def advise(card: Scorecard, weights: Weights, cascade: Cascade | None) -> Advice:
    """The sentences of all rules that have something to say."""
    said = (rule(Grounds(card, weights, cascade)) for rule in RULES)
    return Advice(
        first=card.first,
        second=card.second,
        sentences=tuple(sentence for sentence in said if sentence is not None),
    )


def classification(grounds: Grounds) -> Sentence | None:
    """To choose a label within the domain: whoever is ahead on the share of right labels."""
    card = grounds.card
    row = _row(card, "Right labels")
    if row is None or not all(cell.known for cell in row.cells):
        return None
    shares = " against ".join(percent(cell.value or 0.0) for cell in row.cells)
    if row.standing is Standing.FIRST:
        text = f"To choose a label within the domain use {card.first}: it is right more often than "
        return _said(f"{text}{card.second} ({shares}).", row)
    if row.standing is Standing.SECOND:
        text = f"To choose a label within the domain use {card.second}: it is right more often than"
        return _said(f"{text} {card.first} ({shares}, {card.first} first).", row)
    return _undecided(f"Which of the two chooses labels better is not shown ({shares}).", row)


def out_of_domain(grounds: Grounds) -> Sentence | None:
    """Texts that are not of the domain: neither may be trusted that does not decline half."""
    card = grounds.card
    row = _row(card, "Out of domain: declines rather than answers")
    if row is None:
        return None
    names = (card.first, card.second)
    weak = [
        f"{name} ({percent(cell.value)} declined)"
        for name, cell in zip(names, row.cells, strict=True)
        if cell.value is not None and cell.interval is not None and cell.interval.high < 0.5
    ]
    if weak:
        text = f"Let no text from outside the domain reach {' or '.join(weak)}: it would be given a"
        return _said(f"{text} label all the same.", row)
    return _undecided("How the two cope with texts from outside the domain is not settled.", row)


def free_text(grounds: Grounds) -> Sentence | None:
    """Free text: unread only where hallucinations are shown to be rare."""
    card = grounds.card
    titles = (
        "The same, corrected for the errors of the checker",
        "Answers with a claim that the corpus does not bear out, as the checker saw it",
    )
    row = next((r for t in titles if (r := _row(card, t)) and r.cells[1].interval), None)
    if row is None:
        return None
    cell = row.cells[1]
    assert cell.interval is not None
    assert cell.value is not None
    writes = f"{card.second} alone writes answers"
    limit = percent(TOLERATED)
    if cell.interval.low > TOLERATED:
        text = f"{writes}, and none of them should go out unread: {percent(cell.value)} state"
        return _said(f"{text} something that the corpus does not bear out.", row)
    if cell.interval.high <= TOLERATED:
        text = f"{writes}; at most {limit} of them state something that the corpus does not bear"
        return _said(f"{text} out, so they may go out with spot checks.", row)
    return _undecided(
        f"{writes}; whether fewer than {limit} of them make something up is open.", row
    )


def cascaded(grounds: Grounds) -> Sentence | None:
    """The small model first: where the cascade keeps the quality and asks the large one less."""
    cascade = grounds.cascade
    if cascade is None or cascade.operating is None:
        return None
    found = cascade.operating
    shown = found.against_best.interval
    title = f"Cascade: {cascade.first}, then {cascade.second}"
    if found.asked == 0:
        text = f"A cascade does not pay. {cascade.reason}"
        return Sentence(text=text, rows=(title,), decided=True)
    if shown.low > 0:
        text = f"Better still, ask {cascade.first} first, and {cascade.second} where it is unsure "
        text += f"(below {found.threshold:.2f}): {percent(found.quality.value)} are then right."
        return Sentence(text=text, rows=(title,), decided=True)
    text = f"A cascade is not shown to pay. {cascade.reason}"
    return Sentence(text=text, rows=(title,), decided=False)


def weighed(grounds: Grounds) -> Sentence | None:
    """All aspects that the suite weighs: each counts for whoever is ahead on its rows."""
    card, weights = grounds.card, grounds.weights
    sums = {Standing.FIRST: 0.0, Standing.SECOND: 0.0}
    open_weight = 0.0
    titles: list[str] = []
    told: list[str] = []
    for aspect in fields(weights):
        weight = getattr(weights, aspect.name)
        if not weight:
            continue
        ahead, behind = _ahead(card, ASPECTS[aspect.name])
        titles += behind
        if ahead is None:
            open_weight += weight
            told.append(f"{aspect.name} ({weight:g}) open")
        elif ahead is Standing.NOT_SHOWN:
            told.append(f"{aspect.name} ({weight:g}) even")
        else:
            sums[ahead] += weight
            name = card.first if ahead is Standing.FIRST else card.second
            told.append(f"{aspect.name} ({weight:g}) {name}")
    lead = sums[Standing.FIRST] - sums[Standing.SECOND]
    listed = ", ".join(told)
    rows = tuple(dict.fromkeys(titles))
    if abs(lead) <= open_weight:
        text = f"By the weights of the suite the data do not decide between the two: {listed}."
        return Sentence(text=text, rows=rows, decided=False)
    name, other = (card.first, card.second) if lead > 0 else (card.second, card.first)
    text = f"By the weights of the suite prefer {name} to {other} where both can do the task: "
    return Sentence(text=f"{text}{listed}.", rows=rows, decided=True)


RULES: Sequence[Rule] = (classification, free_text, out_of_domain, cascaded, weighed)


def _ahead(card: Scorecard, dimensions: Sequence[Dimension]) -> tuple[Standing | None, list[str]]:
    """Who is ahead on more of the rows that show somebody ahead, and the titles of these.

    Where none does they are even if rows say so and none is underpowered; else it is open: `None`.
    """
    rows = [row for dimension in dimensions for row in card.of(dimension)]
    found = [row.standing for row in rows]
    first, second = found.count(Standing.FIRST), found.count(Standing.SECOND)
    titles = [row.title for row in rows if row.standing in (Standing.FIRST, Standing.SECOND)]
    if first != second:
        return (Standing.FIRST if first > second else Standing.SECOND), titles
    if not titles and Standing.NOT_SHOWN in found and Standing.UNDERPOWERED not in found:
        return Standing.NOT_SHOWN, [r.title for r in rows if r.standing is Standing.NOT_SHOWN]
    return None, titles


def _row(card: Scorecard, title: str) -> Row | None:
    return next((row for row in card.rows if row.title == title), None)


def _said(text: str, row: Row) -> Sentence:
    return Sentence(text=text, rows=(row.title,), decided=True)


def _undecided(text: str, row: Row) -> Sentence:
    return Sentence(text=f"{text} {row.why}", rows=(row.title,), decided=False)


def rules() -> Iterator[tuple[str, str]]:
    """The name of each rule, and what it says, in order."""
    for rule in RULES:
        yield rule.__name__, (rule.__doc__ or "").strip()
