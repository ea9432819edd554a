import pytest

from detectors.sentences import Kind, sentences


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Stone gives 2.5 mg, i.e. half a tablet, e.g. Zorvan.",
        "It takes approx. 3 days.",
        "See No. 5 in Fig. 2.",
        "Take it at 5 p.m. with food.",
        "The U.S. Agency approved it.",
        "It was found by J. Stone.",
        "It costs 1,000.50 a year.",
    ],
)
def test_an_abbreviation_or_a_decimal_ends_no_sentence(sentence: str) -> None:
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Take vitamin C. Then rest.", ["Take vitamin C.", "Then rest."]),
        ("Take it at 5 p.m. Then rest.", ["Take it at 5 p.m.", "Then rest."]),
        ("Is it? Yes! It is.", ["Is it?", "Yes!", "It is."]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("Take 5. Rest 3.", ["Take 5.", "Rest 3."]),
        ("", []),
        (" \n\n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


def test_list_items_and_paragraphs_are_cut_without_their_markers() -> None:
    text = "You should:\n- rest\n* drink water. Often!\n1. sleep\n2) eat\n\nThat is all"
    assert cut(text) == [
        "You should:",
        "rest",
        "drink water.",
        "Often!",
        "sleep",
        "eat",
        "That is all",
    ]


def test_a_heading_is_one_sentence_of_its_own_kind() -> None:
    text = "# Dose. For adults\nTake it."
    assert [s.kind for s in sentences(text)] == [Kind.HEADING, Kind.TEXT]


def test_wrapped_text_runs_on_and_short_lines_do_not() -> None:
    wrapped = (
        "This line of a paragraph is wrapped at about eighty columns, as one sees in\nMarkdown."
    )
    assert cut(wrapped) == [wrapped]
    assert cut("Adults: 5 mg\nChildren: 2 mg") == ["Adults: 5 mg", "Children: 2 mg"]


def test_windows_line_ends_are_line_ends() -> None:
    assert cut("- rest\r\n- sleep\r\n\r\nDone.") == ["rest", "sleep", "Done."]


AS_ONE_READS: list[tuple[str, ...]] = [
    (
        "Take 2.5 mg, i.e. half a tablet, twice a day.",
        "Do not exceed 10 mg.",
    ),
    (
        "Give 0.5 ml/kg i.v. over 5 min.",
        "Then stop.",
    ),
    (
        "The dose is 500 mg p.o. b.i.d. for adults.",
        "Children take half.",
    ),
    (
        "Dr. Stone saw Mrs. Reed at 5 p.m. on Monday.",
        "She was well.",
    ),
    (
        "Smith et al. [3] report a rate of 4.2%.",
        "Later work disagrees [4].",
    ),
    (
        "The rate fell to 4 %.[1]",
        "It rose again in 2020.[2,3]",
    ),
    (
        "The rate fell to 4 % [1].",
        "It rose again in 2020 [2].",
    ),
    (
        "This was shown before (Miller et al., 2019).",
        "It holds for adults.",
    ),
    (
        "Miller et al. (2019) found no effect.",
        "Others did.",
    ),
    (
        "Processing is lawful under Art. 6(1)(f) of the Regulation.",
        "Consent is not needed.",
    ),
    (
        "See Art. 6 Abs. 1 lit. f and § 12 Abs. 2 Nr. 4.",
        "Both apply.",
    ),
    (
        "Under s. 4 of the Act, notice is due within 14 days.",
        "Under ss. 5 and 6 it is not.",
    ),
    (
        "The claim rests on No. 5 of the list.",
        "The answer is no.",
        "It fails.",
    ),
    (
        "Sec. 10(b) and Rule 10b-5 apply.",
        "See 15 U.S.C. § 78j(b).",
    ),
    (
        "In Baker v. Stone, 410 U.S. 113 (1973), the court agreed.",
        "It was later overruled.",
    ),
    (
        "Harmon Ltd. v. Reed Inc. was decided in 2011.",
        "The appeal failed.",
    ),
    (
        "Revenue rose to $4.2 bn. in Q3 vs. $3.9 bn. in Q2.",
        "Costs fell.",
    ),
    (
        "EBIT was approx. 12.5 per cent of sales.",
        "The dividend is $0.45 per share.",
    ),
    (
        "Use vitamin C.",
        "Then rest.",
    ),
    (
        "J. R. Stone wrote the report.",
        "It was published in Jan. 2020.",
    ),
    (
        "The U.S. Agency approved it.",
        "The E.U. did not.",
    ),
    (
        "It is sold in the U.S.",
        "The price is $5.",
    ),
    (
        "Version 2.0.1 fixes this.",
        "Update via settings.example.com and restart.",
    ),
    (
        "Is it safe?",
        "Yes!",
        "It is.",
    ),
    (
        "Call 1-800-555-0100 ext. 5 for help.",
        "Lines are open 9 a.m. to 5 p.m. daily.",
    ),
    (
        "The tablets (see Fig. 2) are white.",
        "They are round.",
    ),
    (
        "Cl. 4.2 sets the fee.",
        "Cls. 5 and 6 set the term.",
    ),
    (
        "Pursuant to para. 3 and subpara. (a), the fee is due.",
        "It is 5 EUR.",
    ),
    (
        "The court (per Stone L.J.) agreed.",
        "The order was set aside.",
    ),
    (
        "Interest accrues at 3.5% p.a. from 1 Jan. 2024.",
        "It is paid monthly.",
    ),
    (
        "Store below 25 °C.",
        "Keep dry.",
    ),
    (
        "He takes 5 mg q.d. Monday to Friday.",
        "He stops at weekends.",
    ),
    (
        "The study (n. = 40) was small.",
        "It was funded by Acme Corp. and others.",
    ),
    (
        "See pp. 4-6, n. 3, and ch. 7.",
        "They differ.",
    ),
    (
        "She has a Ph.D. in law.",
        "She works in St. Gallen.",
    ),
    (
        "The rule applies from Sept. 5.",
        "Earlier filings are exempt.",
    ),
    (
        "Reg. (EU) 2016/679 applies.",
        "Dir. 95/46/EC does not.",
    ),
    (
        "It affects E. coli and S. aureus.",
        "Other bacteria resist.",
    ),
    (
        "What is the cap?",
        "It is 4 g.",
    ),
    (
        "Wait... then take it.",
        "Rest.",
    ),
    (
        "The fee is 5 EUR.",
        "3 days later it doubles.",
    ),
    (
        "Infants get 7.5 mg/kg q8h i.v. for 3 days.",
        "Renal function is checked daily.",
    ),
    (
        "Chew 1 tab.",
        "Swallow with water.",
    ),
    (
        "Heat to 37 °C.",
        "Cool slowly.",
    ),
    (
        "Levels above 4.5 mmol/l (81 mg/dl) need a review.",
        "Dr. Hale signs it.",
    ),
    (
        "Hale et al. found a 3.1-fold rise.",
        "Kern et al. (2021) did not.",
    ),
    (
        "The drop was 12 % (95 % CI 8.1 to 15.9) [12-14].",
        "Nobody knows why.",
    ),
    (
        "It cures nothing.[7]",
        "It harms nobody.[8]",
    ),
    (
        "It cures nothing. [7]",
        "It harms nobody. [8]",
    ),
    (
        "Per Art. 17 para. 2 the seller is liable.",
        "Art. 18 limits this.",
    ),
    (
        "See § 433 Abs. 1 S. 2 BGB.",
        "The buyer pays.",
    ),
    (
        "Subject to cl. 7(b), s. 21(1) governs.",
        "S. 22 is silent.",
    ),
    (
        "The rule is in 12 C.F.R. § 1026.19(e).",
        "Lenders must comply.",
    ),
    (
        "Kern v. Hale, No. 19-1234 (2d Cir. 2020), settled it.",
        "Appeals ended.",
    ),
    (
        "In re Hale Corp. the judge dismissed the suit.",
        "Hale Corp. appealed.",
    ),
    (
        "Loans to Hale Ltd.",
        "The bank refused.",
    ),
    (
        "Sales were EUR 3.4 mn. in 2022 vs. EUR 2.9 mn. in 2021.",
        "Margins held.",
    ),
    (
        "The fund charges 0.75% p.a. plus 1.5% on entry.",
        "Exit is free.",
    ),
    (
        "Open Mon. to Fri. from 8 a.m. to 6 p.m. except holidays.",
        "Closed Sun.",
    ),
    (
        "Ring ext. 12 or mail help@example.com.",
        "Replies take 2 days.",
    ),
    (
        "Go to www.example.com/a.b?c=1.",
        "Log in.",
    ),
    (
        "Update to v. 3.2.1 first.",
        "Then reboot.",
    ),
    (
        "Firmware 1.0.2 is old.",
        "Use 1.1.",
    ),
    (
        "George W. Hale Jr. wrote it.",
        "He died in 1990.",
    ),
    (
        "The Hon. Mr. Justice Kern agreed.",
        "So did the others.",
    ),
    (
        "Washington, D.C. is the capital.",
        "It has no state.",
    ),
    (
        "He moved to Washington, D.C.",
        "He liked it.",
    ),
    (
        "Take vitamin D.",
        "Avoid alcohol.",
    ),
    (
        "B. subtilis grows fast.",
        "E. coli does too.",
    ),
    (
        "Is 5 mg enough?",
        "No.",
        "Use 10 mg.",
    ),
    (
        "Stop!",
        "It burns.",
        "Call 999.",
    ),
    (
        "The score (max. 10) was 7.",
        "It fell later.",
    ),
    (
        "The term is 3 yrs. and 6 mos. in total.",
        "It renews.",
    ),
    (
        "The bill passed on Dec. 12.",
        "It took effect on Jan. 1.",
    ),
    (
        "Schedule 3, pt. II, applies.",
        "Pt. III does not.",
    ),
    (
        "Form 10-K, Item 7A. covers risk.",
        "Item 8 has the accounts.",
    ),
    (
        "Acme Inc. (the Buyer) and Hale LLC (the Seller) agree.",
        "Each pays half.",
    ),
    (
        "The dose, e.g. 5 mg, is low.",
        "Some need more, i.e. 10 mg.",
    ),
    (
        "See Nos. 4 and 5.",
        "They are alike.",
    ),
    (
        "Fig. 3 and Tab. 2 show it.",
        "Eq. 4 explains it.",
    ),
    (
        "The pH is 7.4.",
        "The Na. level is 140.",
    ),
    (
        "Reply within 30 days of 1 Mar. 2023.",
        "Late replies fail.",
    ),
]
"""Texts by their sentences: the first half was written before the rules, the second after them."""


@pytest.mark.parametrize("parts", AS_ONE_READS)
def test_doses_citations_and_legal_references_do_not_split(parts: tuple[str, ...]) -> None:
    assert cut(" ".join(parts)) == list(parts)


def test_tags_of_paragraphs_and_lists_end_a_sentence() -> None:
    text = "<p>It is safe</p><ul><li>Take 5 mg<br>Then rest</ul>"
    assert cut(text) == ["It is safe", "Take 5 mg", "Then rest"]


def test_rows_and_lines_of_code_are_whole_and_fences_are_none() -> None:
    text = "| A. B | C |\n|---|---|\n```python\nx. Y\n```\nDone."
    assert [s.kind for s in sentences(text)] == [Kind.ROW, Kind.CODE, Kind.TEXT]
