"""The page of `diaodu compare`: what differs between two versions. It is the province's own."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from diaodu.messages import say
from diaodu.params import Run
from diaodu.present import compared
from diaodu.present.page import Page
from diaodu.publish import page


def render(run: Run, before: str, after: str, changes: pd.DataFrame, index: str = "") -> str:
    """The page in the run's language. before, after: what the two versions are called.

    changes: rows of the contract `changes` from the one to the other. index: name of the index
    that lies beside the page, "" if there is none.
    """
    province = run.at(run.province.id)
    says = Page(province)
    names = {"area": page.area_name(province), "period": page.period(run)}
    frame = page.frame(
        province,
        kicker=say("compare.kicker", run.lang),
        title=say("compare.page_title", run.lang, **names),
        kind="compare",
    )
    frame = replace(frame, style=page.stylesheet("compare.css"))
    sections = list(compared.sections(says, changes))
    titled = [(says.say(f"compare.{section.name}"), section) for section in sections]
    made = page.template("compare_page.html.j2").render(
        resources={"frame": frame, "sections": []},  # no sources to explain in the footer
        sections=sections,
        before=before,
        after=after,
        index=index,
        unchanged=says.list_of(title for title, section in titled if not section.number),
        count=sum(section.number for section in sections),
    )
    return page.finished(made, frame.title + "".join(title for title, _ in titled))
