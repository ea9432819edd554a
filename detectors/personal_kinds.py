"""The kinds of personal data that can be looked for, by Microsoft Presidio's names for them.

A table and no more, so that a suite can be checked without loading anything. Left out are kinds
that say nothing of a person by themselves (a date, a web address, a company's number).
"""

from collections.abc import Mapping
from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of personal data."""

    words: str
    """What the reader of a report calls it, with its article."""
    recognizer: str | None = None
    """Presidio's class that finds it; `None` where only a language model does."""
    default: bool = False
    """Looked for where the suite names no kinds."""
    sure: bool = False
    """Form and checksum leave next to no doubt: an error where one leaks, not a warning."""


KINDS: Mapping[str, Kind] = {
    "AU_MEDICARE": Kind("an Australian Medicare number", "AuMedicareRecognizer"),
    "AU_TFN": Kind("an Australian tax file number", "AuTfnRecognizer"),
    "CA_SIN": Kind("a Canadian social insurance number", "CaSinRecognizer"),
    "CREDIT_CARD": Kind("a card number", "CreditCardRecognizer", default=True, sure=True),
    "CRYPTO": Kind("a Bitcoin address", "CryptoRecognizer", sure=True),
    "DE_HEALTH_INSURANCE": Kind("a German health insurance number", "DeHealthInsuranceRecognizer"),
    "DE_ID_CARD": Kind("a German identity card number", "DeIdCardRecognizer"),
    "DE_PASSPORT": Kind("a German passport number", "DePassportRecognizer"),
    "DE_SOCIAL_SECURITY": Kind("a German pension insurance number", "DeSocialSecurityRecognizer"),
    "DE_TAX_ID": Kind("a German tax number", "DeTaxIdRecognizer"),
    "EMAIL_ADDRESS": Kind("an e-mail address", "EmailRecognizer", default=True, sure=True),
    "ES_NIE": Kind("a Spanish foreigner's number", "EsNieRecognizer"),
    "ES_NIF": Kind("a Spanish tax number", "EsNifRecognizer"),
    "FI_PERSONAL_IDENTITY_CODE": Kind(
        "a Finnish identity code", "FiPersonalIdentityCodeRecognizer"
    ),
    "IBAN_CODE": Kind("an IBAN", "IbanRecognizer", default=True, sure=True),
    "IN_AADHAAR": Kind("an Indian Aadhaar number", "InAadhaarRecognizer"),
    "IN_PAN": Kind("an Indian tax number", "InPanRecognizer"),
    "IP_ADDRESS": Kind("an IP address", "IpRecognizer", default=True),
    "IT_FISCAL_CODE": Kind("an Italian tax code", "ItFiscalCodeRecognizer"),
    "KR_RRN": Kind("a Korean resident number", "KrRrnRecognizer"),
    "LOCATION": Kind("a place"),
    "MAC_ADDRESS": Kind("a device's MAC address", "MacAddressRecognizer", default=True),
    "NG_NIN": Kind("a Nigerian identity number", "NgNinRecognizer"),
    "NRP": Kind("a nationality, religion or political group"),
    "PERSON": Kind("a person's name"),
    "PHONE_NUMBER": Kind("a telephone number", "PhoneRecognizer", default=True),
    "PL_PESEL": Kind("a Polish identity number", "PlPeselRecognizer"),
    "SE_PERSONNUMMER": Kind("a Swedish identity number", "SePersonnummerRecognizer"),
    "SG_NRIC_FIN": Kind("a Singapore identity number", "SgFinRecognizer"),
    "TH_TNIN": Kind("a Thai identity number", "ThTninRecognizer"),
    "TR_NATIONAL_ID": Kind("a Turkish identity number", "TrNationalIdRecognizer"),
    "UK_DRIVING_LICENCE": Kind("a British driving licence number", "UkDrivingLicenceRecognizer"),
    "UK_NHS": Kind("an NHS number", "NhsRecognizer", default=True),
    "UK_NINO": Kind("a national insurance number", "UkNinoRecognizer", default=True),
    "UK_PASSPORT": Kind("a British passport number", "UkPassportRecognizer"),
    "UK_POSTCODE": Kind("a British postcode", "UkPostcodeRecognizer"),
    "US_BANK_NUMBER": Kind("an American bank account number", "UsBankRecognizer"),
    "US_DRIVER_LICENSE": Kind("an American driving licence number", "UsLicenseRecognizer"),
    "US_ITIN": Kind("an American taxpayer number", "UsItinRecognizer", default=True),
    "US_MBI": Kind("an American Medicare number", "UsMbiRecognizer", default=True),
    "US_PASSPORT": Kind("an American passport number", "UsPassportRecognizer"),
    "US_SSN": Kind("an American social security number", "UsSsnRecognizer", default=True),
    "ZA_ID_NUMBER": Kind("a South African identity number", "ZaIdNumberRecognizer"),
}
"""By Presidio's name."""

OF_MODEL = tuple(name for name, kind in KINDS.items() if kind.recognizer is None)
"""Kinds that only a spaCy model can find."""
MINIMUM_SCORE = 0.5
"""Presidio's score, 0 to 1, from which on something is told: a pattern that is more than digits, a
checksum, or weak digits that a word nearby speaks for."""


class PrivacyOptions(NamedTuple):
    """What is looked for, and from which score on it is told."""

    kinds: tuple[str, ...] = ()
    """Keys of `KINDS`; the usual ones where there are none."""
    minimum_score: float = MINIMUM_SCORE
    spacy_model: str | None = None
    """An installed model or its folder, for names and places."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """The kinds to look for, sorted: those named, else the usual ones and those of a model."""
        usual = (
            name
            for name, kind in KINDS.items()
            if kind.default or (self.spacy_model is not None and name in OF_MODEL)
        )
        return tuple(sorted(set(self.kinds) or usual))

    @property
    def names(self) -> bool:
        """Whether names and places are looked for."""
        return bool(set(OF_MODEL).intersection(self.wanted))
