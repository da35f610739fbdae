"""Intake: received files to processed tables, bad cells to issues; nothing is guessed."""

from diaodu.intake.sidecar import freeze
from diaodu.intake.statistics import InputFile, Intake, freeze_published, read_published

__all__ = ["InputFile", "Intake", "freeze", "freeze_published", "read_published"]
