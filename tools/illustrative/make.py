"""Make the illustrative submissions of a province anew: `make illustrative`.

Stories (<province>/<quarter>/<area>.yml) are filled into the form of their quarter, written up as
Word reports, and registered as if they had come in. The same stories give the same bytes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from diaodu.intake import submissions
from diaodu.intake.form import layout as layouts
from diaodu.intake.form import writer
from diaodu.intake.received.register import Terms, register
from diaodu.intake.received.registry import read_sidecar
from diaodu.params import Run, open_run
from diaodu.quarter import Submissions

from . import faults, report
from .story import FormSent, Story, forms, stories

ROOT = Path(__file__).resolve().parents[2]
PROVINCE = "hebei"


def main(arguments: Sequence[str] | None = None) -> int:
    """Replace the illustrative files below data/raw; 1 if other files lie there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        made = make(Path(folder))
        for quarter in made:
            target = ROOT / "data" / "raw" / PROVINCE / quarter.name
            if strangers := _not_ours(target):
                print(f"{target}: found files that are not illustrative: {strangers}; left alone")
                return 1
            if target.exists():
                shutil.rmtree(target)
            shutil.copytree(quarter, target)
            print(
                f"{target.relative_to(ROOT)}: {sum(p.is_file() for p in target.rglob('*'))} files"
            )
    return 0


def make(root: Path) -> list[Path]:
    """Make all submissions in a repository of their own at `root`; the quarters' folders."""
    (root / "data" / "raw" / PROVINCE).mkdir(parents=True)
    shutil.copytree(ROOT / "params", root / "params")
    last: dict[str, Story] = {}
    folders = []
    for quarter, sent in sorted(forms(PROVINCE).items()):
        run = sent_run(root, quarter, sent)
        told = {story.area: story for story in stories(quarter, PROVINCE)}
        for received_on, channel, files in _papers(run, told, last, root / "outbox" / quarter):
            terms = Terms(received_on=received_on, channel=channel, illustrative=True)
            refused = [one.name for one in register(run, files, terms) if one.state != "new"]
            if refused:
                raise ValueError(f"{quarter}: {', '.join(refused)}: not registered")
        last = told
        folders.append(run.received)
    return folders


def sent_run(root: Path, quarter: str, sent: FormSent) -> Run:
    """The run that the form of a quarter was sent out by."""
    run = open_run(root / "params" / PROVINCE / f"{quarter}.yml")
    changed = {
        "areas": tuple(area.id for area in run.areas.areas),
        "indicators": sent.indicators,
        "as_of": sent.as_of,
        "submissions": Submissions(form=sent.form, due=sent.due),
    }
    return replace(run, quarter=run.quarter.model_copy(update=changed))


def _papers(
    run: Run, told: dict[str, Story], last: dict[str, Story], outbox: Path
) -> list[tuple[date, str, list[Path]]]:
    """Write every area's papers; those that came on one day by one channel together, in order."""
    outbox.mkdir(parents=True)
    sent = run.quarter.submissions
    layout = layouts.load(run.root, sent.form if sent else "")
    history = submissions.history(run)
    came: dict[tuple[date, str], list[Path]] = {}
    for area, story in told.items():
        name = run.areas[area].zh
        form = writer.build(run, area, history)
        delivered = (story.received.day, story.received.channel)
        for data, again in faults.versions(form, story, last.get(area), run, layout):
            note = "（更正）" if again else ""
            path = outbox / f"{name}{run.quarter.quarter}填报表{note}.xlsx"
            path.write_bytes(data)
            when = (again.received_on, again.channel) if again else delivered
            came.setdefault(when, []).append(path)
        path = outbox / f"{story.report.title}.docx"
        path.write_bytes(report.write(story, name))
        came.setdefault(delivered, []).append(path)
    return [(day, channel, files) for (day, channel), files in sorted(came.items())]


def _not_ours(folder: Path) -> list[str]:
    """Files in a quarter's folder that did not come from here."""
    found = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and path.suffix != ".yml":
            sidecar, _ = read_sidecar(path)
            if sidecar is None or sidecar.origin != "illustrative":
                found.append(path.relative_to(folder).as_posix())
    return found


if __name__ == "__main__":
    sys.exit(main())
