"""Finds detectors, subjects and report formats by name.

Built-ins stand in a table of `module:Attribute` strings, so that a checkout works uninstalled;
installed packages add theirs as entry points. A built-in name cannot be taken over. Only the named
one is imported: listing names imports nothing.
"""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points

from detectors.errors import AuditError, UnknownNameError

DETECTORS: Mapping[str, str] = {
    "attribution": "detectors.explaining.attribution:AttributionDetector",
    "behaviour": "detectors.explaining.behaviour:BehaviourDetector",
    "citations": "detectors.citations:CitationDetector",
    "consistency": "detectors.consistency:ConsistencyDetector",
    "counterfactual": "detectors.explaining.counterfactuals:CounterfactualDetector",
    "fluency": "detectors.fluency:FluencyDetector",
    "grounding": "detectors.grounding_detector:GroundingDetector",
    "influence": "detectors.explaining.influence:InfluenceDetector",
    "injection": "detectors.injection:InjectionDetector",
    "judge": "detectors.llm_judge:JudgeDetector",
    "privacy": "detectors.privacy:PrivacyDetector",
    "protected": "detectors.explaining.protected_detector:ProtectedDetector",
    "reference": "detectors.reference_answer:ReferenceDetector",
    "reliance": "detectors.explaining.reliance_detector:RelianceDetector",
    "sanity": "detectors.explaining.sanity:SanityDetector",
    "uncertainty": "detectors.uncertainty:UncertaintyDetector",
}

OF_SUITE = frozenset(("behaviour", "protected", "reliance", "sanity"))
"""Those of them that look at all answers of a subject together; told without importing them."""


def is_of_suite(detector: str) -> bool:
    """Whether the detector looks at all answers together; one of another package is imported."""
    if detector in DETECTORS:
        return detector in OF_SUITE
    kind = load("detector", detector, group="assaykit.detectors", builtin=DETECTORS)
    return hasattr(kind, "examine")


def names(group: str, builtin: Mapping[str, str]) -> tuple[str, ...]:
    """Every name that `load` accepts, sorted."""
    return tuple(sorted({*builtin, *(point.name for point in entry_points(group=group))}))


def load(kind: str, name: str, *, group: str, builtin: Mapping[str, str]) -> object:
    """The object registered under `name`.

    Raises `UnknownNameError`, which lists the known names, where there is none, and `AuditError`
    where the package that brings it cannot be imported.
    """
    if name in builtin:
        module, _, attribute = builtin[name].partition(":")
        return getattr(import_module(module), attribute)
    for point in entry_points(group=group, name=name):
        try:
            return point.load()
        except Exception as crash:  # the plugin border: it may be anybody's code
            reason = f"{type(crash).__name__}: {crash}"
            raise AuditError(
                f"the {kind} {name!r}, {point.value}, cannot be loaded: {reason}"
            ) from crash
    raise UnknownNameError(kind, name, names(group, builtin))
