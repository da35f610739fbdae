"""Take an explored notebook among the reports: check it, mend it if asked, put it in its place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diaodu.batch import files
from diaodu.batch.adopting import code, form, mend, names, texts
from diaodu.batch.adopting.finding import Finding, Notebook
from diaodu.errors import ParameterError

OWN = Path("notebooks") / "own"
# What a unit passes to its notebook (plan.Unit.parameters); only names and types count here.
GIVEN: Mapping[str, str] = {"quarter_file": "params/PROVINCE/QUARTER.yml", "area": "AREA"} | {
    "lang": "zh"
}
NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Adopted:
    """What came of it: `place` is where it stands now, `copy` where a mended one was put instead.

    `findings`: what is still to be done; `mended`: what was mended, or could be.
    """

    name: str
    findings: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    place: Path | None = None
    copy: Path | None = None


def check(notebook: Notebook, root: Path) -> list[Finding]:
    """All that keeps a notebook from being an own report of the repository at `root`, by cell."""
    found = [
        *form.parameter_cell(notebook, GIVEN),
        *form.unused_parameters(notebook),
        *form.outputs(notebook),
        *form.metadata(notebook),
        *form.ids(notebook),
        *code.python(notebook),
        *code.lengths(notebook),
        *code.definitions(notebook),
        *code.imports(notebook),
        *code.writers(notebook),
        *code.addresses(notebook),
        *texts.results(notebook),
        *texts.sections(notebook),
        *texts.own_texts(notebook),
        *texts.places(notebook, names.known(root, indicators=False)),
    ]
    return sorted(found, key=lambda one: one.cell or 0)


def adopt(file: Path, name: str | None = None, *, fix: bool = False, anew: bool = False) -> Adopted:
    """Check a notebook and, if nothing is left to be done, copy it to notebooks/own/.

    fix: mend first what can be mended; where more is to be done, the mended copy is put beside the
    notebook. anew: an own notebook of that name may be replaced by another one.
    Raises ParameterError for a file that is no notebook, a bad name, or one that is taken.
    """
    notebook, root = _read(file), _root(file)
    name = _name(file, name)
    before = check(notebook, root)
    if fix:
        notebook = mend.mended(notebook, name, GIVEN)
    after = check(notebook, root) if fix else before
    codes = {(one.code, one.id) for one in after}
    gone = [one for one in before if one.code in mend.MENDED and (one.code, one.id) not in codes]
    could = before if not fix else gone
    mendable = tuple(one for one in could if one.code in mend.MENDED)
    text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    if after:
        beside = file.with_name(f"{file.stem}-mended.ipynb") if fix else None
        if beside:
            files.put(beside, text)
        return Adopted(name, tuple(after), mendable, copy=beside)
    place = root / OWN / f"{name}.ipynb"
    taken = place.is_file() and place.resolve() != file.resolve() and not anew
    if taken and place.read_text(encoding="utf-8") != text:
        raise ParameterError(
            f"{place}: found another notebook of that name; choose one with --as, or replace it "
            "with --anew"
        )
    files.put(place, text)
    return Adopted(name, (), mendable, place)


def _read(file: Path) -> dict[str, Any]:
    try:
        return files.notebook(file)
    except FileNotFoundError:
        raise ParameterError(f"{file}: found no such file; expected a notebook there") from None
    except files.NotANotebookError as error:
        raise ParameterError(f"{file}: found no notebook ({error}); expected one") from None


def _root(file: Path) -> Path:
    """The repository around the notebook, or around the working directory."""
    start = file.resolve()
    folders = [*start.parents, Path.cwd(), *Path.cwd().parents]
    root = next((folder for folder in folders if (folder / "params" / "catalog").is_dir()), None)
    if root is None:
        raise ParameterError(f"{file}: found no params/catalog above it; expected a repository")
    return root


def _name(file: Path, name: str | None) -> str:
    chosen = name or re.sub(r"[^a-z0-9_-]+", "-", file.stem.casefold()).strip("-_")
    if not NAME.fullmatch(chosen):
        raise ParameterError(
            f"--as: found {chosen!r}; expected a name of small letters, digits, - and _, "
            "such as power"
        )
    return chosen
