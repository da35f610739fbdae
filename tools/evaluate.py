"""Run the notebook that measures a method on evidence of one's own; print its main table.

`python tools/evaluate.py --evidence FOLDER [--first-test QUARTER]`: what texts add, on a panel of
texts and figures (the files: `diaodu.text_panel`). `--panel FILE [--columns unit,period,value]
[--expected COLUMN] [--horizon 1]`: the outlook on a panel (docs/outlook.md), a CSV or Parquet file;
the tables of the quarter that ships must have been made. Writes the executed notebook and its page
to reports/evaluate/.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from nbconvert import HTMLExporter

from diaodu.batch import engine

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "reports" / "evaluate"
LIMIT = 3600  # seconds


def main(argv: list[str] | None = None) -> int:
    """Run what was asked for; 1 where there is no such folder or a notebook failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--evidence", default="")
    parser.add_argument("--panel", default="")
    parser.add_argument("--columns", default="unit,period,value")
    parser.add_argument("--expected", default="")
    parser.add_argument("--horizon", type=int, default=1)
    parser.add_argument("--first-test", default="1990Q1")
    asked = parser.parse_args(argv)
    if asked.panel:
        return _outlook(asked)
    evidence = Path(asked.evidence).resolve()
    if not asked.evidence or not evidence.is_dir():
        print(f"found no folder {asked.evidence!r}; expected EVIDENCE=a folder with a panel")
        return 1
    return run("notes_value", {"evidence": str(evidence), "first_test": asked.first_test})


def _outlook(asked: argparse.Namespace) -> int:
    panel = Path(asked.panel).resolve()
    if not panel.is_file():
        print(f"found no file {asked.panel!r}; expected PANEL=a CSV or Parquet file")
        return 1
    values = {"panel_file": str(panel), "columns": asked.columns.split(",")}
    return run("outlook", {**values, "expected": asked.expected, "horizon": asked.horizon})


def run(name: str, values: dict[str, Any]) -> int:
    """Execute notebooks/methods/`name`, write it and its page, print the cells tagged `main`."""
    OUT.mkdir(parents=True, exist_ok=True)
    executed = OUT / f"{name}.ipynb"
    source = ROOT / "notebooks" / "methods" / f"{name}.ipynb"
    ran = engine.execute(source, executed, values, limit=LIMIT)
    if ran.failure is not None or ran.notebook is None:
        print(ran.failure or ran.details)
        return 1
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(ran.notebook)
    head = '<!doctype html><html lang="en"><meta charset="utf-8">'
    executed.with_suffix(".html").write_text(f"{head}<title>{name}</title>{page}", "utf-8")
    for cell in ran.notebook.cells:
        if "main" in cell.metadata.get("tags", []):
            for output in cell.outputs:
                print(output.get("data", {}).get("text/plain", output.get("text", "")))
    print(f"written: {executed.with_suffix('.html')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
