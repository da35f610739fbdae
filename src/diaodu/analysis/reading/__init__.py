"""Reads what notes say: category, direction, severity, and what they name."""

from diaodu.analysis.reading.reader import Reader
from diaodu.analysis.reading.table import read

__all__ = ["Reader", "read"]
