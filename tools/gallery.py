"""Take the pictures of docs/gallery: the top of each kind of report, in both languages.

Run after the reports of a quarter are made in both languages: make gallery. Pictures have a palette
of 160 colours, which text and charts of few colours do not miss, and stay small in the history.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from diaodu import params
from diaodu.publish.office.printing import browser

FOLDER = Path(__file__).parents[1] / "docs" / "gallery"
WIDTH, HEIGHT, COLOURS = 1120, 1480, 160
SWITCHES = (
    *("--headless", "--disable-gpu", "--no-first-run", "--hide-scrollbars", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=5000"),
)


def pages(reports: Path, city: str, division: str, province: str) -> dict[str, Path]:
    """The page of each kind of report, without its language's suffix and ending."""
    return {
        "province": reports / province,
        "city": reports / city,
        "division": reports / f"division-{division}",
        "leader": reports / f"leader-{city}",
        "ledger": reports / "ledger",
        "index": reports / "index",
        "slip": reports / "slips" / city,
    }


def taken(program: str, page: Path) -> Image.Image:
    """The top of a page as a picture, without the blank below its end."""
    with tempfile.TemporaryDirectory(prefix="diaodu-gallery-") as folder:
        out = Path(folder) / "page.png"
        command = [program, *SWITCHES, f"--user-data-dir={folder}/profile"]
        command += [f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={out}"]
        if sys.platform != "win32" and os.geteuid() == 0:
            command.append("--no-sandbox")
        subprocess.run(
            [*command, page.resolve().as_uri()], check=True, capture_output=True, timeout=300
        )
        picture = Image.open(out).convert("RGB")
    return small(picture)


def small(picture: Image.Image) -> Image.Image:
    """A picture with a palette, cut off where only paper follows."""
    inked = Image.eval(picture.convert("L"), lambda value: 255 - value).getbbox()
    bottom = picture.height if inked is None else min(picture.height, inked[3] + 32)
    cut = picture.crop((0, 0, picture.width, bottom))
    return cut.quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    """Take all pictures whose pages are there; say which are not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("quarter", help="the quarter's file")
    parser.add_argument("--city", required=True, help="id of the city to show")
    parser.add_argument("--division", required=True, help="id of the division to show")
    asked = parser.parse_args()
    program = browser()
    if program is None:
        raise SystemExit("no browser of the Chromium family; name one in CHROMIUM")
    run = params.open_run(asked.quarter)
    FOLDER.mkdir(exist_ok=True)
    for name, page in pages(run.reports, asked.city, asked.division, run.province.id).items():
        for suffix in ("", ".en"):
            file = page.with_name(f"{page.name}{suffix}.html")
            if not file.is_file():
                print(f"{file.relative_to(run.root)}: not made, no picture")
                continue
            out = FOLDER / f"{name}{suffix}.png"
            taken(program, file).save(out, optimize=True)
            print(f"{out.relative_to(run.root)}: {out.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
