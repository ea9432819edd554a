"""The JSON schema of suite files and of cases, for editors: made from the records that read them.

A file that the schema accepts may still be refused by `assay run`: that a gate names a subject of
the suite, or a case one of its labels, is checked there, with the line.
"""

import json
from collections.abc import Mapping
from typing import cast

from pydantic import ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from audit.suite import SuiteFile
from detectors.records import Case

KINDS: Mapping[str, type] = {"case": Case, "suite": SuiteFile}
"""What there is a schema of: one line of a case file, and a suite file."""


def schema_of(kind: str) -> dict[str, object]:
    """The schema (JSON Schema 2020-12) of a suite file, or of one line of a case file.

    Unknown fields are refused, as they are when the file is read; a description is the sentence
    that stands below the field in the code. Raises `KeyError` for any other kind.
    """
    record = KINDS[kind]
    config = ConfigDict(extra="forbid", use_attribute_docstrings=True)
    # pydantic takes no configuration for a dataclass at the top, but hands a union's on to it
    either = cast("type[object]", record | None)
    made = TypeAdapter(either, config=config).json_schema(schema_generator=_Untitled)
    parts = made.pop("$defs")
    top = parts.pop(record.__name__) if record.__name__ in parts else made["anyOf"][0]
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        **top,
        "title": f"Assay {kind}",
        "$defs": parts,
    }


def schema_text(kind: str) -> str:
    """The schema as the text of a file; the same bytes each time."""
    return json.dumps(schema_of(kind), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


class _Untitled(GenerateJsonSchema):
    """Leaves out titles, which only repeat the names of fields."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002
        return False
