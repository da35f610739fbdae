"""Who gets a pack: cities, divisions, paired leaders, the province."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from diaodu.errors import ParameterError
from diaodu.messages import say
from diaodu.params import Run
from diaodu.publish.separation.belongings import Whose
from diaodu.rules import Recipient, Sharing


@dataclass(frozen=True)
class To:
    """One recipient. areas: of a city and a leader; division: id of a division.

    id: of what the recipient answers for, never what a person typed; a leader's is that of the
    first of the areas that he is paired with.
    """

    kind: Recipient
    id: str
    areas: tuple[str, ...] = ()
    division: str | None = None

    def label(self, run: Run) -> str:
        """What the recipient is called."""
        if self.division is not None:
            return run.catalog.divisions[self.division].in_(run.lang)
        names = [run.areas[area].name(run.lang) for area in self.areas]
        if self.kind == "leader":
            return say("pack.leader", run.lang, areas=say("pack.join", run.lang).join(names))
        return names[0] if names else run.province.name(run.lang)

    def whose(self, run: Run) -> Whose:
        """The recipient as the tables know it."""
        if self.division is not None:
            return Whose(None, frozenset(run.catalog.industries_of(self.division)))
        return Whose(frozenset(self.areas) if self.areas else None)

    def sharing(self, run: Run) -> Sharing:
        """What the recipient may see of areas that are not its own."""
        return run.quarter.packs.peers if self.areas else "named"


def recipients(run: Run, names: Iterable[str] = ()) -> tuple[To, ...]:
    """All recipients of the quarter's file, or those that `names` name.

    A name is the id of a recipient, of a kind of recipients, or any name of an area (a city's).
    Raises ParameterError for unknown ones.
    """
    every = _every(run)
    problems, chosen = [], set()
    for name in names:
        area = run.areas.find(name.strip())
        wanted = {name.strip().casefold(), area.id if area else ""}
        found = [to for to in every if wanted & {to.id, to.kind}]
        if not found:
            known = ", ".join(to.id for to in every)
            problems.append(f"{run.file}: --to: found {name!r}; expected one of {known}")
        chosen |= set(found)
    if problems:
        raise ParameterError(problems)
    return tuple(to for to in every if not chosen or to in chosen)


def _every(run: Run) -> list[To]:
    kinds = run.quarter.packs.recipients or run.quarter.recipients
    every = [
        To("province", run.province.id),
        *(To("division", f"division-{name}", division=name) for name in run.quarter.divisions),
        *_leaders(run),
        *(To("city", area, (area,)) for area in run.peers),
    ]
    return [to for to in every if to.kind in kinds]


def _leaders(run: Run) -> list[To]:
    """One recipient a leader, with all areas that he is paired with."""
    paired: dict[str, list[str]] = {}
    for area in run.peers:
        if area in run.quarter.pairing:
            paired.setdefault(run.quarter.pairing[area].zh, []).append(area)
    return [To("leader", f"leader-{areas[0]}", tuple(areas)) for areas in paired.values()]
