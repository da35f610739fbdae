"""The charts of a report: each takes a Page and frames of analysis, and returns a figure.

Where there is nothing to draw the result is a `Nothing`, which says so in the report.
"""

from diaodu.present.charts_industries import industry_bars
from diaodu.present.charts_map import city_map
from diaodu.present.charts_multiples import city_paths
from diaodu.present.charts_outlook import outlook_ranges
from diaodu.present.charts_overview import indicator_strip, pace_bars
from diaodu.present.charts_path import growth_path
from diaodu.present.charts_projects import project_bullets
from diaodu.present.charts_ranking import city_ranking
from diaodu.present.charts_standing import standing

__all__ = [
    "city_map",
    "city_paths",
    "city_ranking",
    "growth_path",
    "indicator_strip",
    "industry_bars",
    "outlook_ranges",
    "pace_bars",
    "project_bullets",
    "standing",
]
