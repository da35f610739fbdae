"""Texts beside figures: the tone of an area, forecasts with texts, and proof whether they help."""

from diaodu.analysis.signals.evaluate import evaluate, nowcast
from diaodu.analysis.signals.made_up import made_up
from diaodu.analysis.signals.panel import neighbours
from diaodu.analysis.signals.tone import tone

__all__ = ["evaluate", "made_up", "neighbours", "nowcast", "tone"]
