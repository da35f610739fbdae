"""Put the catalogue's Chinese headings and methods into the notebooks' text cells.

A text cell with metadata {"diaodu": {"message": "city.growth"}} shows "city.growth.heading" and
"city.growth.method". Run after a change of src/diaodu/messages/notebooks.yml: make sync
"""

from __future__ import annotations

from pathlib import Path

import nbformat

from diaodu.batch.adopting.texts import section_text

FOLDER = Path(__file__).parents[1] / "notebooks"


def main() -> None:
    """Rewrite the notebooks whose texts differ, and name them."""
    for file in sorted(FOLDER.rglob("*.ipynb")):
        if any(part.startswith(".") for part in file.relative_to(FOLDER).parts):
            continue  # an editor's copies
        notebook = nbformat.read(file, as_version=4)
        before = nbformat.writes(notebook)
        for cell in notebook.cells:
            if key := cell.metadata.get("diaodu", {}).get("message"):
                cell.source = section_text(key)
        if nbformat.writes(notebook) != before:
            nbformat.write(notebook, file)
            print(f"{file.relative_to(FOLDER.parent)}: texts renewed")


if __name__ == "__main__":
    main()
