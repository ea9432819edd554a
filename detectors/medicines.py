"""Reads the names of medicines, which are written without capitals.

By the stems that the World Health Organization gives to a class of substances ("-cillin",
"-olol"), and a short list of substances whose names have none.
"""

import re
from typing import NamedTuple


class Medicine(NamedTuple):
    """The name of a substance."""

    text: str
    start: int
    end: int


def medicines(text: str) -> tuple[Medicine, ...]:
    """Every medicine of the text, in order.

    >>> [m.text for m in medicines("Take amoxicillin or ibuprofen with water.")]
    ['amoxicillin', 'ibuprofen']
    """
    return tuple(Medicine(found[0], *found.span()) for found in _MEDICINE.finditer(text))


_ENDINGS = (
    "cillin|mycin|micin|cycline|floxacin|oxacin|conazole|prazole|olol|pril|sartan|statin|profen|azepam"
    "|zolam|mab|tinib|ciclib|parib|navir|tegravir|buvir|ciclovir|gliptin|gliflozin|glutide|triptan"
    "|setron|dipine|thiazide|formin|parin|caine|barbital|tidine|oxetine|traline|triptyline|azine"
    "|apine|idone|codone|morphone|curonium|lukast|terol|sone|solone|onide|semide|lactone|grel|xaban"
    "|gatran|fibrate|dronate|afil|steride|relin|racetam|gabalin|vudine|quine|azosin|zosin|platin"
    "|taxel|rubicin|trexate|bicin"
)
_NAMES = (
    "paracetamol|acetaminophen|aspirin|insulin|codeine|morphine|fentanyl|tramadol|methadone|naloxone"
    "|warfarin|digoxin|lithium|metronidazole|trimethoprim|nitrofurantoin|diclofenac|naproxen|celecoxib"
    "|gabapentin|carbamazepine|phenytoin|valproate|lamotrigine|levothyroxine|methotrexate|allopurinol"
    "|colchicine|salbutamol|albuterol|theophylline|cetirizine|loratadine|diphenhydramine|ondansetron"
    "|domperidone|loperamide|lactulose|senna|bisacodyl|citalopram|escitalopram|venlafaxine|bupropion"
    "|mirtazapine|haloperidol|melatonin|caffeine|nicotine|adrenaline|epinephrine|noradrenaline"
    "|dopamine|heparin|penicillin|cortisone|oestrogen|estrogen|progesterone|testosterone|tamoxifen"
    "|amiodarone|verapamil|diltiazem|nitroglycerin|hydralazine|clonidine|ezetimibe|ketamine|propofol"
)
_MEDICINE = re.compile(
    rf"(?<![\w-])(?:(?:{_NAMES})|(?!(?:person|season|reason|magazine|march|april)s?\b)[a-z]{{2,14}}"
    rf"(?:{_ENDINGS}))(?![\w-])",
    re.IGNORECASE,
)
