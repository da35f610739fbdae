"""The sidecar of a received file (NAME.csv.yml): what it is, and the hash it was frozen with."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from diaodu import yaml_files
from diaodu.errors import DiaoduError, ParameterError
from diaodu.intake import csv_files
from diaodu.intake.slip import Slip

_NEEDED = ("title", "description", "collected_on", "origin", "licence")


def path_of(file: Path) -> Path:
    """Where the sidecar of a file stands: facts.csv has facts.csv.yml."""
    return file.with_name(f"{file.name}.yml")


def sha256(data: bytes) -> str:
    """Hash of a file's bytes, as sidecars and run.json give it."""
    return hashlib.sha256(data).hexdigest()


def check(file: Path, data: bytes, slip: Slip) -> str | None:
    """Put on the slip what is wrong with the sidecar, above all a file changed since it was frozen.

    The file is used all the same. Returns the day on which the sidecar says that its rows were
    collected, None where it says no day.
    """
    sidecar = path_of(file)
    if not sidecar.is_file():
        slip.note("sidecar_missing", sidecar=sidecar.name)
        return None
    try:
        stated: dict[str, Any] = yaml_files.read(sidecar, dict[str, Any])
    except (ParameterError, OSError) as error:
        reason = str(error).replace(str(sidecar), sidecar.name).splitlines()[0]
        slip.note("sidecar_unreadable", sidecar=sidecar.name, reason=reason)
        return None
    collected = _day(stated.get("collected_on"))
    known = stated | {"collected_on": collected}
    if absent := [key for key in _NEEDED if not known.get(key)]:
        slip.note("sidecar_incomplete", sidecar=sidecar.name, keys=", ".join(absent))
    frozen, present = stated.get("sha256"), sha256(data)
    if not frozen:
        slip.note("not_frozen", sidecar=sidecar.name)
    elif str(frozen).lower() != present:
        slip.note("file_changed", present, frozen=frozen, sidecar=sidecar.name)
    return collected


def _day(stated: Any) -> str | None:
    """A day as 2022-06-01; None for what is none."""
    try:
        return date.fromisoformat(str(stated)).isoformat()
    except ValueError:
        return None


def freeze(file: Path) -> bool:
    """Write the present hash and row count of a CSV file into its sidecar; tell if that changed it.

    All other text of the sidecar stays as it is, comments too; a missing sidecar is begun.
    Raises DiaoduError if the file or its sidecar cannot be read.
    """
    sidecar = path_of(file)
    try:
        data = file.read_bytes()
        before = sidecar.read_bytes().decode("utf-8") if sidecar.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise DiaoduError(f"{file}: cannot be frozen: {error}; expected a readable file") from None
    after = _with(before, "rows", str(csv_files.count_rows(data)), sidecar)
    after = _with(after, "sha256", sha256(data), sidecar)
    if after == before:
        return False
    aside = sidecar.with_name(f".{sidecar.name}.part")
    aside.write_bytes(after.encode("utf-8"))
    aside.replace(sidecar)
    return True


def _with(text: str, key: str, value: str, sidecar: Path) -> str:
    """The YAML text with the value of one top key replaced, or the key added at the end."""
    try:
        top = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        raise DiaoduError(f"{sidecar}: found no valid YAML; mend it before freezing") from None
    if top is not None and not isinstance(top, yaml.MappingNode):
        raise DiaoduError(f"{sidecar}: found no keys; expected a YAML file of keys and values")
    for name, node in top.value if top is not None else []:
        if name.value == key:
            start, end = node.start_mark.index, node.end_mark.index
            gap = "" if text[start - 1 : start].isspace() else " "
            return f"{text[:start]}{gap}{value}{text[end:]}"
    line_end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith("\n") else line_end
    return f"{text}{gap}{key}: {value}{line_end}"
