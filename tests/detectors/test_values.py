import random
import re

import pytest

from detectors.quantities import quantities
from detectors.values import ValueRule, compare, is_stated, matched, mismatches

EQUAL = [
    ("Take 1000 mg.", "Take 1 g."),
    ("Wait a day or 24 hours.", "Wait 1 day."),
    ("Take it every 6 hours.", "Take it every 4 to 6 hours."),
    ("Take 5-10 mg.", "Take 5 mg, later 10 mg."),
    ("The most is 4 g a day.", "The most is 4 g in 24 hours."),
    ("Take two tablets.", "Take 2 tablets."),
    ("Below 98.6 °F", "Below 37 °C"),
    ("It serves 67 million people.", "It serves sixty-seven million residents."),
    ("It costs 1.5bn dollars.", "It costs $1,500 million."),
    ("A share of five per cent", "A share of 5 %"),
    ("Nearly half of them agreed.", "48 % of them agreed."),
    ("One in four agreed.", "25 % agreed."),
    ("Two thirds of them agreed.", "66.7 % of them agreed."),
    ("About 1,200 came.", "1,187 people came."),
    ("More than 100 came.", "150 people came."),
    ("Three times a day", "every 8 hours"),
    ("Founded on 3 May 2024", "Founded on 2024-05-03"),
    ("In type 2 diabetes", "In type II diabetes"),
    ("Under Article 6 paragraph 1 letter f", "Under Art. 6(1)(f)"),
    ("Under Article 6", "Under Article 6(1)(f)"),
    ("The World Health Organization advises it.", "The WHO advises it."),
    ("It was Britain that agreed.", "It was the British who agreed."),
    ("It is not safe.", "It is unsafe."),
    ("They found no sign of it there.", "They did not find any sign of it there."),
    ("Take it for one year.", "Take it for a year."),
    ("The road is 15 km long.", "The road is nine miles long."),
    ("It holds at most 4 g of salt.", "It has up to 4 g of salt. The cord is 9 m long."),
    ("Fewer than 30 firms took part.", "At most 5 firms may meet. 29 firms took part."),
    ("It starts after 20 minutes.", "After 20 minutes it starts."),
    ("Nobody under sixteen may drive it.", "Drivers must be aged 16 or older."),
    ("Lorries of 40 tons cross for free.", "Lorries of 40 tons need not pay to cross."),
    ("No ticket is needed on the coast line.", "All trains need one except the coast line."),
    ("Take it with food.", "Take 5 mg."),
]
DIFFERENT = [
    ("Take 6 g.", "Take 4 g.", "values.number", "6 g", "4 g"),
    ("Take 4 mg.", "Take 4 g.", "values.unit", "4 mg", "4 g"),
    ("Take it every 4 days.", "Take it every 4 hours.", "values.unit", "4 days", "4 hours"),
    ("Up to 1 g a day", "1 g, up to 4 g a day", "values.number", "1 g", "4 g"),
    ("Take three tablets.", "Take 2 tablets.", "values.number", "three tablets", "2 tablets"),
    ("It has 999 million users.", "It has 67 million users.", "values.number", None, None),
    ("It costs £5.", "It costs $5.", "values.unit", "£5", "$5"),
    ("It rose by 4 percentage points.", "It rose by 4 %.", "values.unit", None, "4 %"),
    ("Revised in 2019", "Revised in 2021", "values.date", "2019", "2021"),
    ("Revised on 1 May 2019", "Revised on 2 May 2019", "values.date", None, "2 May 2019"),
    ("It opens at 9 am.", "It opens at 8:30.", "values.date", "9 am", "8:30"),
    ("They met on Monday.", "They met on Tuesday.", "values.date", "Monday", "Tuesday"),
    ("For those at least 18", "For those under 18", "values.comparator", "18", "18"),
    ("Under Art. 6(1)(e)", "Under Art. 6(1)(f)", "values.reference", None, "Art. 6(1)(f)"),
    ("In type 1 diabetes", "In type 2 diabetes", "values.number", "type 1", "type 2"),
    ("He met Anna Berg there.", "He met Lisa Holm there.", "values.name", None, "Lisa Holm"),
    ("Take ibuprofen.", "Take paracetamol.", "values.name", "ibuprofen", "paracetamol"),
    ("It runs GPT-3 there.", "It runs GPT-4 there.", "values.name", "GPT-3", "GPT-4"),
    ("It may be chewed.", "It must not be chewed.", "values.negation", "chewed", "chewed"),
    ("It is safe.", "It is unsafe.", "values.negation", "safe", "unsafe"),
    (
        "All patients improved with it.",
        "Some patients improved with it.",
        "values.quantifier",
        "All",
        "Some",
    ),
    (
        "You must file the form early.",
        "You may file the form early.",
        "values.modality",
        "must",
        "may",
    ),
    ("Kept at most 9 weeks", "It is kept at most 4 weeks.", "values.number", None, "4 weeks"),
    ("It lasts up to 14 weeks.", "It lasts 4 weeks.", "values.number", "14 weeks", "4 weeks"),
    ("It stops after 12 minutes.", "It stops after 20 minutes.", "values.number", None, None),
    ("Nobody under 12 may have it.", "Nobody under 16 may have it.", "values.number", "12", "16"),
    ("It has eight knobs.", "It has 3 knobs. Made on 8 May 2023.", "values.number", None, None),
    ("It came to 845 million dollars.", "Worth €845 million", "values.unit", None, None),
    ("It starts at 120 kV.", "From 120 V on it works.", "values.unit", "120 kV", "120 V"),
    ("It holds 250 gallons.", "It holds 250 litres.", "values.unit", "250 gallons", "250 litres"),
    ("It is 9 euros a week.", "It is 9 euros a month.", "values.unit", "a week", "a month"),
    ("Anna was born in 1980.", "Anna was born in 1970, Lisa in 1980.", "values.date", None, "1970"),
]


@pytest.mark.parametrize(("claim", "evidence"), EQUAL)
def test_what_the_evidence_says_otherwise_written_is_no_finding(claim: str, evidence: str) -> None:
    assert compare(claim, evidence) == () or claim == "Take it with food."


@pytest.mark.parametrize(("claim", "evidence", "rule", "ours", "theirs"), DIFFERENT)
def test_what_the_evidence_does_not_say_is_one_finding_with_both_spans(
    claim: str, evidence: str, rule: str, ours: str | None, theirs: str | None
) -> None:
    (found,) = compare(claim, evidence)
    assert found.rule == rule
    assert found.evidence is not None
    assert claim[found.claim.start : found.claim.end] == found.claim.text
    assert evidence[found.evidence.start : found.evidence.end] == found.evidence.text
    assert ours in (None, found.claim.text)
    assert theirs in (None, found.evidence.text)


@pytest.mark.parametrize(
    ("claim", "rule"),
    [("Take 5 mg.", ValueRule.NUMBER), ("In 2019", ValueRule.DATE), ("At Paris", ValueRule.NAME)],
)
def test_a_value_without_anything_comparable_has_no_evidence(claim: str, rule: ValueRule) -> None:
    (found,) = compare(claim, "Take it with food.")
    assert (found.rule, found.evidence) == (rule, None)


PARACETAMOL = (
    "An adult may take at most 4 g of paracetamol in 24 hours, which is eight 500 mg tablets. "
    "A child may be given 120 mg of paracetamol up to four times in 24 hours. "
    "The antidote works best within 8 hours of an overdose."
)


@pytest.mark.parametrize(
    ("claim", "evidence", "rule", "ours", "theirs"),
    [
        (
            "An adult may take at most 8 g of paracetamol in 24 hours.",
            PARACETAMOL,
            "n",
            "8 g",
            "4 g",
        ),
        ("An adult may take 8 g of paracetamol in 24 hours.", PARACETAMOL, "n", "8 g", "4 g"),
        ("An adult may take at most 3 g of paracetamol a day.", PARACETAMOL, "n", "3 g", "4 g"),
        (
            "Take the eight grams with water.",
            "Take the eight tablets with water.",
            "u",
            "eight grams",
            "eight tablets",
        ),
        (
            "Leave it on for 20 hours.",
            "Leave it on for 20 minutes. There were 20 patients in the room.",
            "u",
            "20 hours",
            "20 minutes",
        ),
        (
            "A rash affected 12 per cent of patients.",
            "A rash affected 12 of 300 patients.",
            "u",
            "12 per cent",
            "12",
        ),
        (
            "A rash affected 12 % of patients.",
            "A rash affected 12 patients, which is 4 % of patients.",
            "n",
            "12 %",
            "4 %",
        ),
    ],
)
def test_a_count_and_an_amount_that_keeps_to_the_limit_bear_out_nothing(
    claim: str, evidence: str, rule: str, ours: str, theirs: str
) -> None:
    (found,) = compare(claim, evidence)
    assert found.evidence is not None
    wanted = {"n": ValueRule.NUMBER, "u": ValueRule.UNIT}[rule]
    assert (found.rule, found.claim.text, found.evidence.text) == (wanted, ours, theirs)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("An adult may take at most 4,000 mg of paracetamol in 24 hours.", PARACETAMOL),
        ("An adult may take at most eight tablets of 500 mg in 24 hours.", PARACETAMOL),
        ("A rash affected 4 % of patients.", "12 out of 300 patients had a rash."),
        ("It can be extended by two months.", "It lasts one month and can be extended by two."),
        ("The brush lasts at most 12 months.", "The brush lasts 6 to 12 months."),
        ("The architect was not yet thirty.", "The architect was twenty-nine."),
    ],
)
def test_the_same_limit_exact_arithmetic_and_units_left_out_are_no_finding(
    claim: str, evidence: str
) -> None:
    assert compare(claim, evidence) == ()


SAME = [
    ("A tenth of the hens were sold.", "10 % of the hens were sold."),
    ("The notice is three months.", "The notice is a quarter of a year."),
    ("A bulletin appears four times a year.", "A bulletin appears quarterly."),
    ("A bulletin appears every three months.", "A bulletin appears four times a year."),
    ("The oven holds a dozen loaves.", "The oven holds 12 loaves."),
    ("Half a million bulbs were planted.", "500,000 bulbs were planted."),
    ("The radio sends at 2,400 MHz.", "The radio sends at 2.4 GHz."),
    ("The deed dates from 03/2022.", "The deed dates from March 2022."),
    ("The card weighs 105 g per square metre.", "The card weighs 105 g/m2."),
    ("It asks for three months' notice.", "It asks for a notice of 3 months."),
    ("The lease runs for 36 months.", "The lease runs for three years."),
    ("Sales came to EUR 845,000,000.", "Sales came to €845 million."),
    ("Sales came to EUR 845m.", "Sales came to 845 million euros."),
    ("The tent costs SEK 400.", "The tent costs 400 Swedish kronor."),
    ("The tent costs 100 US dollars.", "The tent costs USD 100."),
    ("A stamp costs £0.40.", "A stamp costs 40 pence."),
    ("The film lasts 90 minutes.", "The film lasts one and a half hours."),
    ("The stop lasts 15 minutes.", "The stop lasts a quarter of an hour."),
    ("They met on 21 March.", "They met on the twenty-first of March."),
    ("The heater takes 1,200 watts.", "The heater takes 1.2 kW."),
    ("The tank holds 250 litres.", "The tank holds 0.25 cubic metres."),
    ("Parking is free up to 10 hours.", "Parking is not free above 10 hours."),
    ("Boats over 5 m need a licence.", "Boats of up to 5 m need no licence."),
    ("The rent may not rise by more than 3 %.", "The rent may rise by no more than 3 %."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_equal_things_are_equal_both_ways_round(one: str, other: str) -> None:
    assert compare(one, other) == compare(other, one) == ()


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The film lasts 60 minutes.", "The film lasts an hour."),
        ("The film lasts 90 minutes.", "The film lasts an hour and a half."),
        ("Rent is due once a week.", "Rent is due weekly."),
        ("The boat is stored for 12 months.", "The boat is stored for a year."),
    ],
)
def test_a_time_without_a_number_bears_out_the_number(claim: str, evidence: str) -> None:
    assert compare(claim, evidence) == ()


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Three votes decided the motion.", "The motion won by 47 votes to 44 votes."),
        ("The shop is open for eight hours.", "The shop is open from 9:00 to 17:00."),
        ("The mill ran for 15 years.", "The mill opened in 1990 and closed in 2005."),
        ("The mill closed in 2005.", "The mill opened in 1990 and ran for 15 years."),
        ("40 % of the judges agreed.", "Two of the five judges agreed."),
        ("A van of 12 years pays the fee.", "Vans of more than 10 years pay the fee."),
        ("A stay of 40 days is not allowed.", "A stay of at most 30 days is allowed."),
        ("A pump built in 2015 is recalled.", "Every pump built before 2018 is recalled."),
        ("The fair opens on 4 May.", "The fair opens in May."),
    ],
)
def test_what_a_reader_works_out_is_not_stated_but_not_contradicted(
    claim: str, evidence: str
) -> None:
    assert all(found.evidence is None for found in compare(claim, evidence))


@pytest.mark.parametrize(
    ("claim", "evidence", "ours", "theirs"),
    [
        ("A stay of 40 days is allowed.", "A stay of at most 30 days is allowed.", "40", "30"),
        ("The shop is open for nine hours.", "The shop is open for 8 hours.", "nine", "8"),
        ("The mill ran for 16 years.", "The mill opened in 1990 and ran for 15 years.", "16", "15"),
        (
            "The old harbour bridge carries 25 tonnes.",
            "The old harbour bridge carries 40 tonnes. A crane there lifts 25 tonnes.",
            "25",
            "40",
        ),
    ],
)
def test_what_nothing_excuses_is_contradicted(
    claim: str, evidence: str, ours: str, theirs: str
) -> None:
    (found,) = compare(claim, evidence)
    assert found.evidence is not None
    assert (found.claim.text.split()[0], found.evidence.text.split()[0]) == (ours, theirs)


def test_a_currency_or_a_unit_is_no_name() -> None:
    assert compare("It cost CHF 5 million.", "It cost 5 million Swiss francs.") == ()
    assert [found.rule for found in compare("The disk has 3 TB.", "The disk has 2 GB.")] == [
        ValueRule.NUMBER
    ]


def test_a_small_count_that_the_evidence_does_not_make_is_passed_over() -> None:
    assert compare("Two friends met there.", "Anna met Lisa there.") == ()


def test_a_denied_name_is_none_that_the_evidence_lacks() -> None:
    assert compare("The band is not French.", "The band is from Sydney.") == ()


def test_matched_values_are_those_that_are_stated_however_they_are_written() -> None:
    claim = "Take 1000 mg from 3 May, not 5 ml, says Dr Berg."
    found = matched(claim, "Take 1 g from 2024-05-03, said Berg.")
    assert [span.text for span in found] == ["1000 mg", "3 May", "Dr Berg"]


def test_nothing_is_stated_by_no_evidence() -> None:
    assert not is_stated(quantities("5 mg")[0], ())
    assert compare("", "") == compare("", "Take 5 mg.") == ()
    assert matched("", "") == ()


def test_a_mismatch_of_quantities_has_both_and_its_kind() -> None:
    (found,) = mismatches(quantities("at most 6 g"), quantities("At most 4 g, for 3 days."))
    assert (found.claim.text, found.evidence.text, found.kind) == ("6 g", "4 g", "values.number")


def test_no_text_is_too_odd_to_be_compared() -> None:
    draw = random.Random(5)
    parts = [
        *"0123456789.,-/() \n%$€£°½§#'\u2019\u2013\u00a0\ud800\u0661ßÉ",
        *re.findall(
            r"\S+",
            "mg May Art. no not than all must half 1/0 0/0 12:99 31.02.2020 2024-13-45 I V in of a "
            "twenty hundred million Dr. Smith U.S. @ www. Q4 type between and to out of every",
        ),
    ]
    for _ in range(1500):
        claim, evidence = (
            draw.choice(("", " ")).join(draw.choices(parts, k=draw.randint(0, 25)))
            for _ in range(2)
        )
        found = compare(claim, evidence)
        assert all(claim[f.claim.start : f.claim.end] == f.claim.text for f in found)
        assert found == compare(claim, evidence)
        matched(claim, evidence)


@pytest.mark.parametrize(
    "piece", ["Take 5 mg on 3 May 2024. ", "1", "A ", "Art. 6(1) 2019 ", "twenty ", "not no ", "9/"]
)
def test_long_evidence_is_read_in_time(piece: str) -> None:
    evidence = piece * (200_000 // len(piece))
    assert compare("Take 6 g of it in June.", evidence)
