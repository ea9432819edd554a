"""Finds detectors, subjects and report formats by name.

Built-ins stand in a table of `module:Attribute` strings, so that a checkout works uninstalled;
installed packages add theirs as entry points. A built-in name cannot be taken over. Only the named
one is imported: listing names imports nothing.
"""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points

from detectors.errors import UnknownNameError

DETECTORS: Mapping[str, str] = {
    "attribution": "detectors.explaining.attribution:AttributionDetector",
    "citations": "detectors.citations:CitationDetector",
    "consistency": "detectors.consistency:ConsistencyDetector",
    "grounding": "detectors.grounding_detector:GroundingDetector",
    "judge": "detectors.llm_judge:JudgeDetector",
    "reference": "detectors.reference_answer:ReferenceDetector",
    "sanity": "detectors.explaining.sanity:SanityDetector",
    "uncertainty": "detectors.uncertainty:UncertaintyDetector",
}


def names(group: str, builtin: Mapping[str, str]) -> tuple[str, ...]:
    """Every name that `load` accepts, sorted."""
    return tuple(sorted({*builtin, *(point.name for point in entry_points(group=group))}))


def load(kind: str, name: str, *, group: str, builtin: Mapping[str, str]) -> object:
    """The object registered under `name`.

    Raises `UnknownNameError`, which lists the known names, where there is none.
    """
    if name in builtin:
        module, _, attribute = builtin[name].partition(":")
        return getattr(import_module(module), attribute)
    for point in entry_points(group=group, name=name):
        return point.load()
    raise UnknownNameError(kind, name, names(group, builtin))
