"""Intake: received files to processed tables, bad cells to issues; nothing is guessed."""

from diaodu.intake.sidecar import freeze
from diaodu.intake.statistics import InputFile, Intake, freeze_published, read_published
from diaodu.intake.submissions import NOTHING_KNOWN, Known, history, inputs, read

__all__ = [
    "NOTHING_KNOWN",
    "InputFile",
    "Intake",
    "Known",
    "freeze",
    "freeze_published",
    "history",
    "inputs",
    "read",
    "read_published",
]
