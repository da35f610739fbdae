"""A .xlsx or .xlsm to a grid. Macros are never run, links never followed."""

from __future__ import annotations

from diaodu.intake.received import limits
from diaodu.intake.received.grid import Finding, Sheet, Workbook, letters
from diaodu.intake.received.number_formats import BUILTIN, GENERAL
from diaodu.intake.received.package import Package, Relation
from diaodu.intake.received.packed import Packer, Shared, key_of
from diaodu.intake.received.ranges import place
from diaodu.intake.received.refused import Refused
from diaodu.intake.received.xlsx_sheet import SheetReader
from diaodu.intake.received.xlsx_text import read_texts
from diaodu.intake.received.xml_parts import is_true

_FORMATS_KEPT = 65_536  # the most that Excel itself allows


def read(package: Package, file: str) -> Workbook:
    """All sheets of cells, hidden ones too, in the order of the workbook (charts left out).

    Raises Refused, and ValueError, KeyError or ExpatError for a part that is broken.
    """
    main = package.main()
    links = package.relations(main)
    workbook = package.tree(main)
    properties = workbook.find("{x}workbookPr")
    shared = Shared(from_1904=properties is not None and is_true(properties.get("date1904")))
    _read_formats(package, links, shared)
    _read_strings(package, links, shared)
    entries = workbook.findall("{x}sheets/{x}sheet")
    if len(entries) > limits.MAX_SHEETS:
        raise Refused("too_many_cells", limit=f"{limits.MAX_SHEETS}")
    by_id = {link.id: link for link in links}
    table = len(shared.strings)
    seen: set[str] = set()
    readers: list[SheetReader] = []
    sheets: list[Sheet] = []
    room = limits.MAX_CELLS
    for number, entry in enumerate(entries, 1):
        link = by_id.get(entry.get("{r}id", ""))
        if link is None or link.kind != "worksheet":
            continue
        if link.target.lower() in seen:  # a small file could have itself read as often as it likes
            raise Refused("not_readable", link.target, reason="two sheets of one part")
        seen.add(link.target.lower())
        reader = SheetReader(entry.get("name", str(number)), Packer(shared), table, room)
        with package.open(link.target) as source:
            reader.read(source)
        _read_comments(package, link.target, reader)
        sheets.append(reader.finish(entry.get("state", "visible") != "visible"))
        readers.append(reader)
        room -= len(sheets[-1].cells)
    if not sheets:
        raise Refused("not_readable", reason="no sheet")
    return Workbook(file, tuple(sheets), "xlsx", (*package.notes(), *_uncalculated(readers)))


def _read_formats(package: Package, links: list[Relation], shared: Shared) -> None:
    """Number formats, by the number that cells have for their style."""
    target = _target(links, "styles")
    if target is None or not package.has(target):
        return
    styles = package.tree(target)
    own = {
        int(entry.get("numFmtId", "0")): entry.get("formatCode", GENERAL)
        for entry in styles.iterfind("{x}numFmts/{x}numFmt")
    }
    formats: list[str] = []
    for style in styles.findall("{x}cellXfs/{x}xf")[:_FORMATS_KEPT]:
        number = int(style.get("numFmtId", "0"))
        formats.append(own.get(number) or BUILTIN.get(number, GENERAL))
    shared.formats = formats or shared.formats


def _read_strings(package: Package, links: list[Relation], shared: Shared) -> None:
    target = _target(links, "sharedStrings")
    if target is not None and package.has(target):
        with package.open(target) as source:
            read_texts(source, "{x}si", lambda _attributes, text: shared.strings.add(text))


def _read_comments(package: Package, part: str, reader: SheetReader) -> None:
    target = _target(package.relations(part), "comments")
    if target is None or not package.has(target):
        return
    comments = reader.packer.comments
    with package.open(target) as source:
        read_texts(
            source,
            "{x}comment",
            lambda attributes, text: comments.update({key_of(*place(attributes["ref"])): text}),
        )


def _target(links: list[Relation], kind: str) -> str | None:
    return next((link.target for link in links if link.kind == kind and not link.external), None)


def _uncalculated(readers: list[SheetReader]) -> list[Finding]:
    """One finding for each sheet with formulas that no program has calculated yet."""
    return [
        Finding(
            "formula_not_calculated",
            sheet=reader.name,
            row=reader.uncalculated[0][0],
            column=letters(reader.uncalculated[0][1]),
            details={"count": str(len(reader.uncalculated))},
        )
        for reader in readers
        if reader.uncalculated
    ]
