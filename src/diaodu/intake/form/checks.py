"""What the figures of one form say together, and against last year and the target."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence

from diaodu.catalog import Bounds, Text
from diaodu.intake.form import words
from diaodu.intake.form.cells import Context, RowReader
from diaodu.intake.form.columns import Columns
from diaodu.intake.form.indicator_rows import IndicatorRow
from diaodu.intake.form.layout import Layout
from diaodu.intake.form.list_rows import Record
from diaodu.intake.form.rows import grand_total
from diaodu.intake.quantities import Quantity
from diaodu.intake.quantity_words import says_nothing

_PARTS = {
    "completed_investment_10k_yuan": "form_completed_above_total",
    "plan_investment_10k_yuan": "form_plan_above_total",
}
_BEGUN = ("started", "completed")
_ANY = Bounds(low=float("-inf"), high=float("inf"), reason=Text(zh="", en=""))  # sums have none


def check_indicators(
    read: Sequence[IndicatorRow], layout: Layout, columns: Columns, context: Context
) -> None:
    """Asked-for indicators without row, expectation or target; expectations that fall short."""
    by_key = {one.key: one for one in read}
    for key in context.run.indicators:
        one = by_key.get(key)
        if one is None:
            item = context.run.catalog.indicators[key]
            name = Text(zh=item.zh, en=item.en)
            context.slip.note("form_row_missing", sheet=columns.sheet.name, item=name)
            continue
        _check_missing(one, context)
        _check_expected(one, context)
        _check_order(one, context)
    _check_parts(by_key, layout, context)


def _check_missing(one: IndicatorRow, context: Context) -> None:
    """A figure that is asked for and not there; one that was refused is an issue already."""
    if _left_out(one, "expected"):
        headline = one.key == context.run.quarter.headline
        code = "form_headline_missing" if headline else "form_expected_missing"
        one.row.note(code, "expected", item=_item(one, context))
    growth = context.run.catalog.indicators[one.key].kind == "growth"
    if growth and _left_out(one, "target"):
        one.row.note("form_target_missing", "target", item=_item(one, context))


def _left_out(one: IndicatorRow, column: str) -> bool:
    """Whether the sender gave nothing, or said that there is nothing (—, 无)."""
    row = one.row
    said = row.has(column) and not says_nothing(row.cell(column).text)
    return column in row.columns.found and not said and not row.cell(column).formula


def _check_expected(one: IndicatorRow, context: Context) -> None:
    """Growth rates compare directly, also with the annual target (docs/methods.md)."""
    expected, last, target = (one.figures.get(k) for k in ("expected", "last_year", "target"))
    if context.run.catalog.indicators[one.key].kind != "growth" or expected is None:
        return
    value = expected.value
    aim = None
    if target is not None:
        aim = target.low if target.value is None else target.value
    if value is not None and target is not None and aim is not None and value < aim:
        one.row.note(
            "form_below_target",
            "expected",
            item=_item(one, context),
            target=target.printed,
            gap=_points(aim - value),
        )
    before = last.value if last else None
    if value is not None and last is not None and before is not None and value < before:
        one.row.note(
            "form_below_last_year",
            "expected",
            item=_item(one, context),
            last_year=last.printed,
            gap=_points(before - value),
        )


def _check_order(one: IndicatorRow, context: Context) -> None:
    """A cumulative amount that is expected to be lower than what is already done."""
    if context.run.catalog.indicators[one.key].kind != "level":
        return
    done, expected = one.figures.get("to_date"), one.figures.get("expected")
    month = one.months.get("to_date")
    if not (done and expected and month) or done.value is None or expected.value is None:
        return
    if month < one.months["expected"] and expected.value < done.value:
        one.row.note(
            "form_backwards", "expected", item=_item(one, context), before=done.printed, month=month
        )


def _check_parts(by_key: Mapping[str, IndicatorRow], layout: Layout, context: Context) -> None:
    """Amounts that are parts of another one, where the form has both."""
    for total_key, part_keys in layout.parts.items():
        total = by_key.get(total_key)
        parts = [by_key[key] for key in part_keys if key in by_key]
        if total is None:
            continue
        for column, quantity in total.figures.items():
            same = [p for p in parts if p.months.get(column) == total.months.get(column)]
            found = [(p, p.figures[column].value or 0.0) for p in same if column in p.figures]
            if found and quantity.value is not None and sum(v for _, v in found) > quantity.value:
                found[0][0].row.note(
                    "form_part_above_total",
                    column,
                    item=_item(found[0][0], context),
                    total_item=_item(total, context),
                    total=quantity.printed,
                )


def check_projects(records: Sequence[Record], context: Context) -> None:
    """Investment above the total, and starts that have not happened yet."""
    last_day = f"{context.period}-31"
    for record in records:
        total = record.values["total_investment_10k_yuan"]
        for key, code in _PARTS.items():
            part = record.values[key]
            if part is not None and total is not None and part > total:
                record.row.note(code, key, total=f"{total:.15g}", item=record.values["name"])
        start, state = record.values["started_on"], record.values["state"]
        if start is not None and state in _BEGUN and start > last_day[: len(start)]:
            record.row.note("form_start_after_quarter", "started_on", item=record.values["name"])


def check_totals(totals: Sequence[RowReader], records: Sequence[Record]) -> None:
    """A row of totals against the sum of the rows; a total of some of them only is not compared."""
    for row in totals:
        if not grand_total(row):
            continue
        for column in row.columns.layout.columns:
            summed = column.type == "quantity" and column.unit not in ("percent", None)
            parts = [r.values[column.id] for r in records if r.values[column.id] is not None]
            if not summed or not row.has(column.id) or not parts:
                continue
            stated: Quantity = row.quantity(column.id, bounds=_ANY)
            if stated.value is not None and abs(stated.value - sum(parts)) > _slack(stated):
                row.note("form_total_differs", column.id, sum=f"{sum(parts):.15g}")


def check_enterprises(
    records: Sequence[Record], key: str, others: Mapping[str, str], context: Context
) -> None:
    """Enterprises of another area. others: name as compared -> id of the area that reported it."""
    for record in records:
        name = record.values[key]
        if name is None:
            continue
        other = others.get(words.compared(name)) or _named_after(name, context)
        if other is not None and other != context.area.id:
            elsewhere = words.name_of(context.run.areas[other])
            own = words.name_of(context.area)
            record.row.note("form_enterprise_elsewhere", key, elsewhere=elsewhere, own=own)


def _named_after(name: str, context: Context) -> str | None:
    """The area that stands at the beginning of an enterprise's name, if it is another one."""
    before: Callable[[str], bool] = name.startswith
    if any(before(own) for own in (context.area.zh, context.area.short_zh)):
        return None
    return next(
        (a.id for a in context.run.areas.areas if before(a.short_zh) and a.id != context.area.id),
        None,
    )


def alike(one: str, other: str) -> bool:
    """Whether two names of a project may be the same one's."""
    return difflib.SequenceMatcher(None, words.compared(one), words.compared(other)).ratio() >= 0.5


def _item(one: IndicatorRow, context: Context) -> Text:
    return words.short_name(context.run.catalog.indicators[one.key])


def _points(gap: float) -> str:
    """A difference of two percentages as it is said: binary noise off."""
    return f"{round(gap, 6):.15g}"


def _slack(stated: Quantity) -> float:
    """Half of the last place printed, for each total is rounded."""
    decimals = len(stated.printed.partition(".")[2])
    return 0.5 * 10.0**-decimals + 1e-6
