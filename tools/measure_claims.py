"""Measure how well figures are read from labelled paragraphs.

`python tools/measure_claims.py PATH [--params FOLDER] [--blind]`: PATH is a jsonl file; a line is a
paragraph with `text` and `claims`, each with indicator, subject, value (a number or [low, high]),
unit, area and period. The reader is told the line's own `area` and `period`; a line without them
gets the commonest ones of its labels, since a report always has its area and period (`--blind`:
it is told nothing). Prints precision, recall and F1 of (indicator, value, unit, area, period),
how often each field agrees, and every miss.

Names of indicators in the labels are not ours. "same id" counts an indicator as right where the
ids are the same after `_SAME`; "aligned" also where the kind of figure is the same, and the label's
id is a finer name of ours (steel_output, output) or the subjects overlap.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from diaodu import catalog, yaml_files
from diaodu.areas import Areas
from diaodu.intake.prose import subjects
from diaodu.intake.prose.claim_types import Claim
from diaodu.intake.prose.claims import ClaimReader
from diaodu.intake.text import fold

FIELDS = ("indicator", "value", "unit", "area", "period")
_SAME = {"fixed_asset_investment": "fixed_investment", "gdp_level": "gdp"}
_KIND = re.compile(
    r"(?:_(?:growth|yoy|mom|avg|average|gap|change|share|rank|pull|increase|level|contribution|multiple"
    r"|completion))*$"
)
_SMALL = re.compile(r"增加值|增速|产量|[\s的()（）]|growth|of|the", re.IGNORECASE)
_MONTHS = re.compile(r"(\d{4})-(\d{2})(?:/|\.\.|-)(?:(\d{4})-)?(\d{2})")


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("--params", type=Path, default=Path("params/hebei"))
    parser.add_argument("--blind", action="store_true")
    arguments = parser.parse_args()
    root = arguments.params.resolve().parents[1]
    areas: Areas = yaml_files.read(arguments.params / "areas.yml", Areas)
    reader = ClaimReader(areas, catalog.load(root), subjects.load(root))
    lines = [json.loads(line) for line in arguments.path.read_text("utf-8").splitlines() if line]
    measure(lines, reader, blind=arguments.blind)


def measure(lines: list[dict[str, Any]], reader: ClaimReader, *, blind: bool) -> None:
    """Print the scores of all paragraphs together, then the misses of each."""
    counts: dict[str, Counter[str]] = {"same id": Counter(), "aligned": Counter()}
    agree: Counter[str] = Counter()
    misses: list[str] = []
    for line in lines:
        told = (None, None) if blind else (_told(line, "area"), _told(line, "period"))
        found = [claim for claim in reader.read(line["text"], *told) if _value(claim) is not None]
        labels = line["claims"]
        for name, same in (("same id", same_id), ("aligned", aligned)):
            pairs = match(labels, found, reader, same)
            counts[name].update(hit=len(pairs), label=len(labels), found=len(found))
        agree.update(_fields(labels, found, reader))
        misses += _misses(line, labels, found, pairs)
    for name, count in counts.items():
        precision, recall = count["hit"] / max(1, count["found"]), count["hit"] / count["label"]
        f1 = 2 * count["hit"] / (count["found"] + count["label"])
        print(
            f"{name:8} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  {dict(count)}"
        )
    print("agree, of the labels whose value was found:", _shares(agree))
    print(*misses, sep="\n")


def _told(line: dict[str, Any], field: str) -> str | None:
    given = line.get(field) or line.get("context", {}).get(field)
    seen = Counter(claim[field] for claim in line["claims"] if claim.get(field))
    return given or (seen.most_common(1)[0][0] if seen else None)


def match(
    labels: list[dict[str, Any]],
    found: list[Claim],
    reader: ClaimReader,
    same: Callable[[dict[str, Any], Claim], bool],
) -> list[tuple[int, int]]:
    """Pairs of a label and a claim that agree in all five fields; each is in one pair at most."""
    free, pairs = set(range(len(found))), []
    for at, label in enumerate(labels):
        for other in sorted(free):
            if same(label, found[other]) and all(_agreeing(label, found[other], reader).values()):
                pairs.append((at, other))
                free.discard(other)
                break
    return pairs


def _agreeing(label: dict[str, Any], claim: Claim, reader: ClaimReader) -> dict[str, bool]:
    """Whether each field but the indicator agrees."""
    value = label["value"]
    stated = tuple(value) if isinstance(value, list) else value
    return {
        "value": _value(claim) == stated,
        "unit": _unit(label["unit"]) == _unit(claim.unit),
        "area": reader.area(label["area"]) == reader.area(claim.area),
        "period": _period(label["period"]) == _period(claim.period),
    }


def _value(claim: Claim) -> float | tuple[float | None, float | None] | None:
    return claim.value if claim.low is None else (claim.low, claim.high)


def _unit(written: str) -> str:
    unit = re.sub(r"\s+", " ", fold(written).strip().casefold().replace("us$", "$"))
    unit = unit.replace("$", "dollars")
    if unit in ("%", "percent", "per cent"):
        return "%"
    if unit in ("个百分点", "percentage point", "percentage points", "pp"):
        return "百分点"
    return unit.replace("个", "") or unit


def _period(written: str | None) -> tuple[str, ...] | None:
    """First and last month of a written period, or its text where it is another."""
    text = (written or "").replace(" ", "").upper()
    if found := re.fullmatch(r"(\d{4})Q([1-4])", text):
        return found[1], f"{3 * int(found[2]) - 2:02d}", found[1], f"{3 * int(found[2]):02d}"
    if found := re.fullmatch(r"(\d{4})H([12])", text):
        return found[1], f"{6 * int(found[2]) - 5:02d}", found[1], f"{6 * int(found[2]):02d}"
    if found := _MONTHS.fullmatch(text):
        return found[1], found[2], found[3] or found[1], found[4]
    if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
        return found[1], found[2], found[1], found[2]
    if found := re.fullmatch(r"(\d{4})(?:(?:-|\.\.|/)(\d{4}))?", text):
        return found[1], "01", found[2] or found[1], "12"
    return (text,) if text else None


def _plain(indicator: str) -> str:
    for ours, other in _SAME.items():
        indicator = indicator.replace(ours, other)
    return indicator.removesuffix("_level").replace("_yoy", "")


def same_id(label: dict[str, Any], claim: Claim) -> bool:
    """The label's id is one of the claim's two."""
    return _plain(label["indicator"]) in (_plain(claim.indicator), _plain(claim.generic))


def aligned(label: dict[str, Any], claim: Claim) -> bool:
    """The kind of figure is the same, and one name is finer, or the subjects overlap."""
    if same_id(label, claim):
        return True
    one, other = _plain(label["indicator"]), _plain(claim.generic)
    kinds = [_KIND.search(name) for name in (one, other)]
    ends = [kind[0] if kind else "" for kind in kinds]
    if ends[0] != ends[1]:
        return False
    heads = [name.removesuffix(end) for name, end in zip((one, other), ends, strict=True)]
    finer = heads[0].endswith("_" + heads[1]) or heads[1].endswith("_" + heads[0])
    return finer or _overlap(label.get("subject", ""), claim.subject)


def _overlap(one: str, other: str) -> bool:
    """Whether a subject holds the other, or half of the shorter one's pairs of characters."""
    a, b = (_SMALL.sub("", fold(text).casefold()) for text in (one, other))
    if not a or not b:
        return False
    pairs = [{text[i : i + 2] for i in range(max(1, len(text) - 1))} for text in (a, b)]
    return a in b or b in a or 2 * len(pairs[0] & pairs[1]) >= min(map(len, pairs))


def _fields(labels: list[dict[str, Any]], found: list[Claim], reader: ClaimReader) -> Iterator[str]:
    """For each label whose value was found, the fields in which the likeliest claim agrees."""
    free = list(found)
    for label in labels:
        like = [(claim, _agreeing(label, claim, reader)) for claim in free]
        like = [(claim, fields) for claim, fields in like if fields["value"]]
        if not like:
            yield "no value"
            continue
        claim, fields = max(like, key=lambda one: sum(one[1].values()) + aligned(label, one[0]))
        free.remove(claim)
        yield "labels"
        yield from (name for name, right in fields.items() if right)
        if aligned(label, claim):
            yield "indicator"


def _shares(agree: Counter[str]) -> str:
    labels = max(1, agree["labels"])
    shares = [f"{name} {agree[name] / labels:.3f}" for name in FIELDS if name != "value"]
    return ", ".join([*shares, f"value not found: {agree['no value']}"])


def _misses(
    line: dict[str, Any],
    labels: list[dict[str, Any]],
    found: list[Claim],
    pairs: list[tuple[int, int]],
) -> Iterator[str]:
    known, used = {at for at, _ in pairs}, {other for _, other in pairs}
    for at, label in enumerate(labels):
        if at not in known:
            fields = [label.get(field) for field in ("subject", *FIELDS)]
            yield f"{line.get('id', '')} missed {fields}"
    for at, claim in enumerate(found):
        if at not in used:
            fields = [claim.subject, claim.generic, _value(claim), claim.unit, claim.area]
            yield f"{line.get('id', '')} extra  {[*fields, claim.period]} {claim.quote!r}"


if __name__ == "__main__":
    main()
