"""Ask a real browser about HTML files; needs Chromium, Node.js and the packages of package.json."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FONTS = ("Diaodu Sans", "Diaodu Serif")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Path of the browser: what CHROMIUM names, else the first one found; None without any."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else BROWSERS
    return next((path for name in names if (path := shutil.which(name))), None)


def lacking() -> str:
    """What the browser checks need and this machine lacks, as a reason to skip; else empty."""
    packages = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    absent = [name for name in packages if not (HERE / "node_modules" / name).is_dir()]
    if chromium() is None:
        return f"no Chromium: none of {', '.join(BROWSERS)} found, and CHROMIUM names none"
    if shutil.which("node") is None:
        return "no Node.js: node not found"
    if absent:
        return f"no {', '.join(absent)}: run npm ci --prefix tests/browser"
    return ""


def check(paths: Iterable[Path], shots: Path | None = None) -> dict[Path, dict[str, Any]]:
    """What the browser found in each file (see check.mjs); `shots`: folder for pictures and PDF.

    Raises RuntimeError with the browser's words where it could not do its work.
    """
    files = [Path(path).resolve() for path in paths]
    browser = chromium()
    if browser is None:
        raise RuntimeError(lacking())
    command = ["node", str(HERE / "check.mjs"), "--browser", browser]
    command += ["--shots", str(shots)] if shots else []
    done = subprocess.run(
        [*command, *map(str, files)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = json.loads(done.stdout)
    return {file: found[str(file)] for file in files}


def find(path: Path, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What an index shows after each step of a reader (see finder.mjs)."""
    return _used("finder.mjs", path, json.dumps(steps))


def follow(path: Path, figure: str) -> list[dict[str, Any]]:
    """What the source panel says of a figure (a CSS selector), and then of its first input."""
    return _used("panel.mjs", path, figure)


def _used(script: str, path: Path, what: str) -> list[dict[str, Any]]:
    command = ["node", str(HERE / script), "--browser", str(chromium()), str(path.resolve()), what]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    states: list[dict[str, Any]] = json.loads(done.stdout)
    return states


def complaints(found: dict[str, Any]) -> list[str]:
    """All that is not as a page of ours must be, in words; empty for a good page."""
    said = [f"asks for {url}" for url in found["requests"]]
    said += [f"console: {text}" for text in found["console"]]
    said += [f"error: {text}" for text in found["errors"]]
    said += [
        f"{width} px wide: {over['by']} px too wide: {over['elements']}"
        for width, over in found["overflow"].items()
        if over["by"] > 0
    ]
    said += [
        f"axe, {setting}: {rule['id']} ({rule['impact']}): {rule['nodes']}"
        for setting, rules in found["axe"].items()
        for rule in rules
    ]
    said += [f"not valid HTML: {text}" for text in found["invalid"]]
    said += ["a figure has no name"] * found["figures"].count("")
    said += ["says 'No description'"] if found["undescribed"] else []
    said += [f"link to nowhere: {link}" for link in found["broken_links"]]
    said += [f"id stands twice: {name}" for name in found["duplicate_ids"]]
    said += [
        f"the font {name} is not loaded" for name in FONTS if found["fonts"].get(name) != "loaded"
    ]
    said += [f"no glyph for {found['tofu']}"] if found["tofu"] else []
    said += (
        [f"{found['scripts']} scripts that its policy does not name"] if found["scripts"] else []
    )
    levels = [level for level, _ in found["headings"]]
    if levels.count(1) != 1 or levels[0] != 1:
        said.append(f"headings do not start with the one h1: {levels}")
    said += [
        f"heading jumps from h{before} to h{after}"
        for before, after in itertools.pairwise(levels)
        if after > before + 1
    ]
    return said
