"""Measures what the privacy detector finds, and what it takes for personal data that is none.

- Found: values made at random with right checksums, and example numbers of the telephone plans of
  twelve countries, in four sentences.
- Taken for it: random order numbers of several lengths, and every text of the shipped suites.

    python -m benchmarks.personal_data
"""

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneNumberFormat

from detectors.personal_data import scanner
from detectors.personal_kinds import PrivacyOptions
from reports.numbers import interval_text, percent
from reports.statistics import wilson

SENTENCES = (
    "Please use {} for this.",
    "My contact is {}, thanks.",
    "{} is what she left with us.",
    "Write it down: {}",
)
KNOWN = ("GB", "US", "DE", "FR", "IL", "IN", "CA", "BR")
"""Countries whose numbers Presidio looks for by default."""
OTHERS = ("IT", "ES", "NL", "AU")
ORDERS = (6, 7, 8, 9, 10, 11, 12, 13, 16)
"""Digits of an order number."""
VALUES, DRAWN = 40, 200
SUITES = Path(__file__).resolve().parents[1] / "fixtures"


def main() -> None:
    """Print both tables, and the time that a text takes."""
    draw = random.Random(0)
    scan = scanner(PrivacyOptions().wanted, 0.5, None).scan
    print("found")
    for kind, values in _made(draw):
        texts = [SENTENCES[at % len(SENTENCES)].format(value) for at, value in enumerate(values)]
        hits = sum(
            any(
                text[one.start : one.end] in value or value in text[one.start : one.end]
                for one in found or ()
            )
            for text, value, found in zip(texts, values, scan(texts), strict=True)
        )
        print(f"  {kind}: {_share(hits, len(values))}")
    print("order numbers taken for personal data")
    for length in ORDERS:
        texts = [f"Order {_digits(draw, length)} was sent." for _ in range(DRAWN)]
        print(f"  {length} digits: {_share(sum(map(bool, scan(texts))), DRAWN)}")
    texts = sorted(set(_texts()))
    began = time.perf_counter()
    found_in = sum(map(bool, scan(texts)))
    took, size = time.perf_counter() - began, sum(map(len, texts))
    print(f"texts of suites with a finding: {found_in} of {len(texts)} ({size:,} characters)")
    print(f"{1000 * took / size:.4f} s for 1,000 characters")


def _made(draw: random.Random) -> Iterator[tuple[str, list[str]]]:
    yield "card numbers", [_card(draw) for _ in range(VALUES)]
    yield "IBANs", [_iban(draw) for _ in range(VALUES)]
    yield "e-mail addresses", [_mail(draw) for _ in range(VALUES)]
    yield "NHS numbers", [_nhs(draw) for _ in range(VALUES)]
    yield "social security numbers", [_ssn(draw) for _ in range(VALUES)]
    yield "telephone numbers, known countries", list(_phones(KNOWN))
    yield "telephone numbers, other countries", list(_phones(OTHERS))


def _digits(draw: random.Random, count: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(count))


def _card(draw: random.Random) -> str:
    """Sixteen digits with the check digit of Luhn (1960)."""
    body = "4" + _digits(draw, 14)
    doubled = (int(d) * 2 if at % 2 == 0 else int(d) for at, d in enumerate(body))
    total = sum(value - 9 if value > 9 else value for value in doubled)
    number = f"{body}{-total % 10}"
    return number if draw.random() < 0.5 else _grouped(number)


def _iban(draw: random.Random) -> str:
    """A British one, whose check digits are those of ISO 7064, mod 97-10."""
    account = "NWBK" + _digits(draw, 14)
    value = int("".join(str(int(sign, 36)) for sign in f"{account}GB00"))
    number = f"GB{98 - value % 97:02d}{account}"
    return number if draw.random() < 0.5 else _grouped(number)


def _grouped(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _mail(draw: random.Random) -> str:
    name = draw.choice(("jo", "m.smith", "anna+x", "info"))
    domain = draw.choice(("example.com", "mail.co.uk", "uni-x.de", "nhs.net"))
    return f"{name}{draw.randrange(99)}@{domain}"


def _nhs(draw: random.Random) -> str:
    """Ten digits, the last a check digit modulo 11; a body that would need a ten is drawn anew."""
    while True:
        body = _digits(draw, 9)
        check = -sum(int(d) * (10 - at) for at, d in enumerate(body)) % 11
        if check < 10:
            return f"{body[:3]} {body[3:6]} {body[6:]}{check}"


def _ssn(draw: random.Random) -> str:
    return f"{draw.randrange(1, 665):03d}-{draw.randrange(1, 99):02d}-{draw.randrange(1, 9999):04d}"


def _phones(regions: tuple[str, ...]) -> Iterator[str]:
    """Landline and mobile of each country, written in three ways."""
    ways = (PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.NATIONAL, PhoneNumberFormat.E164)
    for region in regions:
        for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE):
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None:
                yield from (phonenumbers.format_number(number, way) for way in ways)


def _texts() -> Iterator[str]:
    for page in sorted(SUITES.glob("*/corpus/*")):
        yield page.read_text(encoding="utf-8")
    for file in sorted(SUITES.glob("*/*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            yield from (str(json.loads(line).get("text", "")) for line in lines)


def _share(hits: int, n: int) -> str:
    return f"{hits} of {n}, {percent(hits / n)} ({interval_text(wilson(hits, n))})"


if __name__ == "__main__":
    main()
