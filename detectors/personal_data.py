"""Finds personal data in texts with Microsoft Presidio, on this machine alone.

- Patterns, checksums and the words before them decide; where a spaCy model is named, its names and
  places too. Nothing is fetched: neither a spaCy model nor the list of mail domains, which Presidio
  would both load from the web unasked.
- Limits: a pattern finds what looks like a number of that kind. Without a model no name, place or
  address is found; texts are read as English.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from logging import Handler, LogRecord, getLogger
from pathlib import Path
from typing import NamedTuple

import presidio_analyzer.predefined_recognizers as presidio
import spacy
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpArtifacts, SpacyNlpEngine
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc
from tldextract import TLDExtract

from detectors.errors import ModelError
from detectors.personal_kinds import KINDS, OF_MODEL

_ENGLISH = "en"
_BATCH = 64
"""Texts that spaCy is handed at once."""
_GROUPED_NUMBER = 0.5
"""Score of a valid telephone number with a country code, or grouped as such numbers are; Presidio
gives every valid one 0.4, among them order numbers that happen to be valid."""
_PHONE_WORDS = ("phone", "telephone", "tel", "mobile", "cell", "fax", "hotline", "helpline", "ring")


class Found(NamedTuple):
    """One piece of personal data in a text."""

    kind: str
    """A key of `KINDS`."""
    start: int
    end: int
    score: float
    """Presidio's, 0 to 1: 1 where a checksum or the whole form was verified."""


class Scanner:
    """Looks for some kinds of personal data."""

    def __init__(
        self, kinds: Sequence[str], *, minimum_score: float, spacy_model: str | None = None
    ) -> None:
        """Raises `ModelError` where spaCy has no such model, or it finds no names."""
        self._minimum_score = minimum_score
        self._kinds = frozenset(kinds)
        engine = _Pipeline(_blank() if spacy_model is None else _loaded(spacy_model))
        self.recognizers = list(_recognizers(kinds))
        if spacy_model is not None and self._kinds.intersection(OF_MODEL):
            self.recognizers.append(presidio.SpacyRecognizer(supported_entities=list(OF_MODEL)))
        self._engine = engine
        self._analyzer = AnalyzerEngine(
            registry=RecognizerRegistry(
                recognizers=self.recognizers, supported_languages=[_ENGLISH]
            ),
            nlp_engine=engine,
            context_aware_enhancer=LemmaContextAwareEnhancer(context_matching_mode="whole_word"),
        )

    def scan(self, texts: Sequence[str]) -> list[tuple[Found, ...] | None]:
        """What each text holds, in the order of the text; nothing overlaps.

        `None` where Presidio gave up a pattern on the text, after a minute.
        """
        whole = [_encodable(text) for text in texts]
        read = self._engine.process_batch(whole, _ENGLISH, batch_size=_BATCH)
        return [self._scanned(text, one[1]) for text, one in zip(whole, read, strict=True)]

    def _scanned(self, text: str, artifacts: NlpArtifacts) -> tuple[Found, ...] | None:
        with _watched() as watch:
            results = self._analyzer.analyze(
                text, _ENGLISH, score_threshold=0.0, nlp_artifacts=artifacts
            )
        return None if watch.gave_up else tuple(_best(self._found(text, results)))

    def _found(self, text: str, results: Sequence[RecognizerResult]) -> Iterator[Found]:
        for result in results:
            score = round(_score(result, text), 3)
            if result.entity_type in self._kinds and score >= self._minimum_score:
                yield Found(result.entity_type, result.start, result.end, score)


@cache
def scanner(kinds: tuple[str, ...], minimum_score: float, spacy_model: str | None) -> Scanner:
    """The scanner, built once: that takes seconds."""
    return Scanner(kinds, minimum_score=minimum_score, spacy_model=spacy_model)


class _Watch(Handler):
    """Notes that Presidio gave up a pattern, which it logs and otherwise passes over."""

    gave_up = False

    def emit(self, record: LogRecord) -> None:
        self.gave_up = self.gave_up or "timed out" in record.getMessage()


@contextmanager
def _watched() -> Iterator[_Watch]:
    logger, watch = getLogger("presidio-analyzer"), _Watch()
    logger.addHandler(watch)
    try:
        yield watch
    finally:
        logger.removeHandler(watch)


def _score(result: RecognizerResult, text: str) -> float:
    if result.entity_type != "PHONE_NUMBER":
        return float(result.score)
    is_grouped = not text[result.start : result.end].isdecimal()
    return max(float(result.score), _GROUPED_NUMBER if is_grouped else 0.0)


def _best(found: Iterator[Found]) -> list[Found]:
    """Of what overlaps the surest, then the longest; in the order of the text."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (-one.score, one.start - one.end, one)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _encodable(text: str) -> str:
    """The text without halves of surrogate pairs, which JSON can hold and spaCy does not take."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _recognizers(kinds: Sequence[str]) -> Iterator[EntityRecognizer]:
    for name in kinds:
        if name == "EMAIL_ADDRESS":
            yield _MailRecognizer()
        elif name == "PHONE_NUMBER":
            yield presidio.PhoneRecognizer(context=list(_PHONE_WORDS))
        elif recognizer := KINDS[name].recognizer:
            yield getattr(presidio, recognizer)(supported_language=_ENGLISH)


_DOMAINS = TLDExtract(suffix_list_urls=(), cache_dir=None)
"""Knows the domains of the list that its package brings, and asks nobody for a newer one."""


class _MailRecognizer(presidio.EmailRecognizer):
    """E-mail addresses, whose domain is looked up without a network."""

    def validate_result(self, pattern_text: str) -> bool:
        """Whether the domain ends as one can."""
        return _DOMAINS(pattern_text).fqdn != ""


class _Pipeline(SpacyNlpEngine):
    """A spaCy pipeline that is loaded already; Presidio's own would be downloaded."""

    def __init__(self, pipeline: Language) -> None:
        labels = {label for labels in pipeline.pipe_labels.values() for label in labels}
        names = NerModelConfiguration()
        known = names.model_to_presidio_entity_mapping or {}
        names.labels_to_ignore = sorted(labels - set(known) - set(known.values()))
        super().__init__(ner_model_configuration=names)
        self.nlp = {_ENGLISH: pipeline}  # type: ignore[assignment]

    def _doc_to_nlp_artifact(self, doc: Doc, language: str) -> NlpArtifacts:
        for token in doc:
            token.lemma_ = token.lemma_ or token.lower_  # a blank pipeline knows no lemmas
        return super()._doc_to_nlp_artifact(doc, language)


def _blank() -> Language:
    """Words and signs, and nothing known of them."""
    pipeline = spacy.blank(_ENGLISH)
    # spaCy's own rules take minutes for some thousand signs in a row
    pipeline.tokenizer = Tokenizer(pipeline.vocab, infix_finditer=re.compile(r"[^\w\s]|_").finditer)
    pipeline.max_length = sys.maxsize  # the limit is for models, whose memory grows with the text
    return pipeline


def _loaded(name: str) -> Language:
    if not (spacy.util.is_package(name) or Path(name).is_dir()):
        raise ModelError(f"spaCy has no model {name!r}; install it, or name its folder")
    try:
        pipeline = spacy.load(name)
    except (OSError, ValueError) as problem:
        raise ModelError(f"spaCy cannot load {name!r}: {problem}") from problem
    if not any(pipeline.pipe_labels.get(pipe) for pipe in ("ner", "entity_ruler")):
        raise ModelError(f"the spaCy model {name!r} finds no names; one with `ner` is wanted")
    return pipeline
