"""What a report is made from, in parts: where no part has changed, the report is as it would be.

A unit's parts are its notebook, the code that the notebook and the making of its page can reach by
import, its parameters, the catalogue, the template, the fonts, the versions of the libraries, and
the rows of the processed tables that it may read (`store.load` gives it no others).
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import diaodu
from diaodu import typefaces
from diaodu.batch import warm
from diaodu.batch.plan import Unit
from diaodu.params import Run

PACKAGE = Path(diaodu.__file__).parent
MAKING = ("diaodu.batch.worker", "diaodu.batch.engine", "diaodu.publish.html")
READING = "diaodu.intake.submissions"
READER = ("diaodu.analysis.reading.reader", "diaodu.labels", "diaodu.vocabulary")
OF_READER = (  # files of the catalogue that a reader of notes is made from
    *("note_words.yml", "places.yml", "note_labels.csv", "issue_taxonomy.yml"),
    *("industries.yml", "indicators.yml"),
)
LIBRARIES = (
    *("brotli", "fonttools", "great-tables", "ipykernel", "ipython", "jinja2", "matplotlib"),
    *("nbclient", "nbconvert", "nbformat", "numpy", "pandas", "pandera", "papermill", "pyarrow"),
    *("pydantic", "pyyaml", "rjieba", "scikit-learn", "scipy", "seaborn"),
    *("opencc", "openpyxl", "python-calamine", "uharfbuzz", "xlsxwriter"),
)
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(diaodu[\w.]*)[ \t]+import[ \t]*(\([^)]*\)|[^\n]+)"
    r"|import[ \t]+(diaodu[\w., \t]*))",
    re.MULTILINE,
)
_QUARTER = re.compile(r"\d{4}Q[1-4].*\.yml")


class Look:
    """One look at the files as they are now: none of them is read twice."""

    def __init__(self) -> None:
        self._of_notebooks: dict[Path, dict[str, str]] = {}
        self._of_catalogs: dict[Path, str] = {}
        self._package = _Package()

    def of(self, unit: Unit) -> dict[str, str]:
        """Part -> hash, for all parts of the unit but the rows."""
        shared = self._of_notebooks.get(unit.notebook)
        if shared is None:
            shared = self._of_notebooks[unit.notebook] = self._of_notebook(unit.notebook)
        file = unit.run.file
        if file not in self._of_catalogs:
            self._of_catalogs[file] = of_catalog(unit.run)
        quarter = unit.run.quarter.model_dump(mode="json")
        given = text([unit.parameters, quarter])
        return {**shared, "parameters": given, "catalog": self._of_catalogs[file]}

    def _of_notebook(self, notebook: Path) -> dict[str, str]:
        """The parts that all units of one notebook share."""
        code, data = self._package.reachable(warm.own_imports(notebook) | set(MAKING))
        template = [path for path in data if "template" in path.parts]
        texts = [path for path in data if path not in template]
        return {
            "notebook": digest(notebook),
            "code": text(self._package.named([*code, *texts])),
            "template": text(self._package.named(template)),
            "fonts": _fonts(),
            "versions": versions(),
        }


def of_intake(run: Run) -> str:
    """One hash of all that the processed tables and the slips are made from.

    Intake reaches most of the package, so all of its code counts.
    """
    raw = [path for path in sorted(run.raw.rglob("*")) if path.is_file()]
    quarter = [run.quarter.model_dump(mode="json"), run.lang]
    parts = [of_catalog(run), versions(), text(quarter), text(_sources())]
    return text([*parts, _named(run.root, raw), _named(run.root, _params(run))])


def of_received(run: Run) -> str:
    """One hash of all that rows of received files come from, besides the files themselves."""
    quarter = run.quarter.model_dump(mode="json")
    return text([of_code(READING), of_catalog(run), versions(), quarter])


def of_reader(run: Run) -> str:
    """One hash of all that a reader of the run's notes learns from."""
    files = [run.root / "params" / "catalog" / name for name in OF_READER]
    files += [run.raw / "labels.csv", run.root / "params" / run.quarter.province / "areas.yml"]
    read = [[path.name, digest(path)] for path in files]
    return text([of_code(*READER), versions(), read], 32)


def of_code(*names: str) -> str:
    """One hash of the code that modules reach by import, and of the data beside it."""
    package = _Package()
    code, data = package.reachable(names)
    return text(package.named([*code, *data]))


def of_installed() -> str:
    """One hash of this package and of the versions, to tell whether two hosts have the same."""
    return text([versions(), _sources()])


def of_catalog(run: Run) -> str:
    """The files of the catalogue and of the province, without the quarters' files."""
    own = [path for path in _params(run) if not _QUARTER.fullmatch(path.name)]
    return text(_named(run.root, own))


class _Package:
    """The files of this package as they are now; each is read once."""

    def __init__(self) -> None:
        self._files: dict[str, Path | None] = {}
        self._digests: dict[Path, str] = {}
        self._found: dict[str, tuple[str, ...]] = {}
        self._beside: dict[Path, tuple[Path, ...]] = {}

    def reachable(self, names: Iterable[str]) -> tuple[list[Path], list[Path]]:
        """Files of modules that `names` reach by import, and of data beside them, in order.

        An import inside of a function counts, and so does each package above a module.
        """
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            parts = name.split(".")
            above = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
            for each in above:
                if each not in found and self._file(each) is not None:
                    found.add(each)
                    waiting += self._imports(each)
        code = sorted(path for name in found if (path := self._file(name)) is not None)
        folders = [path.parent for path in code if path.name == "__init__.py"]
        beside = {path for folder in folders if folder != PACKAGE for path in self._data(folder)}
        return code, sorted(beside)

    def named(self, paths: Iterable[Path]) -> list[list[str]]:
        """Name and hash of each file."""
        for path in (paths := list(paths)):
            if path not in self._digests:
                self._digests[path] = digest(path)
        return [[path.relative_to(PACKAGE).as_posix(), self._digests[path]] for path in paths]

    def _imports(self, name: str) -> tuple[str, ...]:
        if name not in self._found:
            path = self._file(name)
            self._found[name] = _imports(path) if path else ()
        return self._found[name]

    def _file(self, name: str) -> Path | None:
        if name not in self._files:
            self._files[name] = _file(name)
        return self._files[name]

    def _data(self, folder: Path) -> tuple[Path, ...]:
        if folder not in self._beside:
            self._beside[folder] = tuple(
                path
                for path in folder.rglob("*")
                if path.suffix not in {".pyc", ".py"} and path.is_file()
            )
        return self._beside[folder]


def _imports(path: Path) -> tuple[str, ...]:
    names = []
    for module, members, plain in _IMPORT.findall(path.read_text(encoding="utf-8")):
        names += [module, *(f"{module}.{name}" for name in re.findall(r"\w+", members) if module)]
        names += re.findall(r"diaodu[\w.]*", plain)
    return tuple(name for name in names if name)


def _file(name: str) -> Path | None:
    """The file of a module of this package; None for what is only a name in one."""
    base = PACKAGE.joinpath(*name.split(".")[1:])
    candidates = (base / "__init__.py", base.with_suffix(".py"))
    return next((path for path in candidates if path.is_file()), None)


def _sources() -> list[list[str]]:
    files = [path for path in sorted(PACKAGE.rglob("*")) if path.is_file() and _is_source(path)]
    return _named(PACKAGE, files)


def _is_source(path: Path) -> bool:
    return path.suffix != ".pyc"


def _params(run: Run) -> list[Path]:
    folders = (run.root / "params" / "catalog", run.root / "params" / run.quarter.province)
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def digest(path: Path) -> str:
    """Hash of a file, "" if there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _named(root: Path, paths: Iterable[Path]) -> list[list[str]]:
    return [[path.relative_to(root).as_posix(), digest(path)] for path in paths]


def text(value: object, length: int = 16) -> str:
    """Hash of a plain value."""
    written = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:length]


@lru_cache(maxsize=1)
def _fonts() -> str:
    paths = filter(None, map(typefaces.path, ("sans", "serif")))
    return text([[path.name, digest(path)] for path in paths])


@lru_cache(maxsize=1)
def versions() -> str:
    """One hash of the versions of Python and of the libraries that count."""
    return text([platform.python_version(), *((name, version(name)) for name in LIBRARIES)])
