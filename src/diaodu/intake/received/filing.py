"""Files as they come in: found in folders, hashed, stored whole under another name."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from diaodu.errors import ParameterError
from diaodu.intake.received import registry
from diaodu.intake.received.grid import Refusal
from diaodu.intake.received.kinds import safe_name
from diaodu.intake.received.registry import Sidecar

_LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini")


def gather(paths: Iterable[Path]) -> list[Path]:
    """Files of a list of files and folders, in order of name; each once.

    Hidden files and those that systems leave behind are passed over. Raises ParameterError for
    what does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (Path(top, name) for top, _, names in os.walk(path) for name in names)
            found.update(dict.fromkeys(p for p in inside if _is_meant(path, p)))
        elif path.is_file():  # a pipe would be waited for without end
            found[path] = None
        else:
            raise ParameterError(f"{path}: found no such file; expected a received file or folder")
    return sorted(found, key=lambda path: (safe_name(path.name), str(path)))


def store(path: Path, target: Path, sidecar: Sidecar) -> Refusal | None:
    """Store a file whole and its sidecar; a refusal if it cannot be, or is no longer the same."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(path, part)
        if registry.digest(part) != sidecar.sha256:
            return Refusal("cannot_open", {"reason": "it changed while it was read"})
        registry.write_sidecar(target, sidecar)
        part.replace(target)
    except OSError as error:
        return Refusal("cannot_open", {"reason": error.strerror or type(error).__name__})
    finally:
        part.unlink(missing_ok=True)
    return None


def storable(name: str) -> str:
    """A name as a sidecar can hold it: halves of characters written out."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def digest_of(path: Path) -> tuple[str | None, str]:
    """Hash of a file, or None and why it cannot be opened."""
    try:
        return registry.digest(path), ""
    except OSError as error:
        return None, error.strerror or type(error).__name__


def _is_meant(top: Path, path: Path) -> bool:
    """Whether a file in a folder is one that somebody handed in."""
    parts = path.relative_to(top).parts
    hidden = any(part.startswith((".", "~$")) for part in parts)
    plain = path.is_file() and not path.is_symlink()  # a link may lead anywhere
    return plain and not hidden and path.name.lower() not in _LEFT_BY_SYSTEMS
