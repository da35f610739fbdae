"""What the stories leave open: drawn with a seed from plausible ranges, the same each time."""

from __future__ import annotations

from random import Random

from .story import Enterprise, Project, Story

_SEED = "diaodu illustrative 1"
# Industry -> kWh for a yuan of output; yuan 10,000 of output a worker in a quarter; months of
# output that orders last. Rough orders of magnitude, set by the project.
_TRADES: dict[str, tuple[float, float, float]] = {
    "钢铁": (0.10, 75, 0.9),
    "黑色金属矿采选业": (0.12, 30, 0.6),
    "建材": (0.11, 28, 0.8),
    "化工": (0.09, 60, 0.8),
    "石化": (0.03, 240, 0.7),
    "煤炭": (0.06, 32, 0.9),
    "装备制造": (0.03, 24, 4.5),
    "汽车及零部件": (0.03, 45, 1.8),
    "医药": (0.04, 30, 1.5),
    "食品": (0.03, 36, 0.7),
    "纺织": (0.07, 12, 1.6),
    "新能源": (0.06, 48, 2.6),
    "新一代信息技术": (0.05, 34, 2.2),
}
_OTHER = (0.05, 22, 1.5)
# Class and state -> share of the year's plan that is completed, at the end of the first and of
# the fourth quarter: little is built in winter.
_WINTER = {"new": (0.03, 0.11), "continued": (0.12, 0.20), "completing": (0.18, 0.32)}
_YEAR_END = (0.84, 0.99)


def _random(*key: str) -> Random:
    return Random("|".join((_SEED, *key)))  # noqa: S311 (nothing secret)


def completed(project: Project, story: Story) -> int:
    """Investment completed this year, in 10,000 yuan, to full tens."""
    if project.completed is not None:
        return project.completed
    if project.state == "not_started":
        return 0
    year_end = story.quarter.endswith("Q4")
    low, high = _YEAR_END if year_end else _WINTER.get(project.project_class, (0.0, 0.0))
    share = _random(story.quarter, project.name, "completed").uniform(low, high)
    return round(project.plan * share / 10) * 10


def started_day(project: Project, story: Story) -> str | None:
    """The day of the start, before the papers were sent; None if there was none."""
    if project.state == "not_started":
        return None
    delivered = story.received.day
    last = delivered.day - 2 if project.start == f"{delivered:%Y-%m}" else 28
    return f"{project.start}-{_random(project.name, 'start').randint(1, last):02}"


def enterprise(of: Enterprise, story: Story) -> dict[str, float]:
    """Power use and its growth, orders in hand and workers of one enterprise."""
    power, output_a_worker, months = _TRADES.get(of.industry, _OTHER)
    quarters = int(story.quarter[-1])
    steady, now = _random(of.name), _random(of.name, story.quarter)
    scale = steady.uniform(0.85, 1.15)
    workers = of.output / quarters / (output_a_worker * scale)
    return {
        "power_use_10k_kwh": float(round(of.output * power * scale, -1)),
        "power_growth_percent": round(of.growth * 0.7 + now.uniform(-1.5, 1.5), 1),
        "orders_10k_yuan": float(round(of.output / quarters / 3 * months * scale, -2)),
        "workers_people": float(round(workers, -1)),
    }
