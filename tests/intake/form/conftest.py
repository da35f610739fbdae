"""A province in which forms are sent out and come back."""

from __future__ import annotations

import pytest

from diaodu.params import Run
from intake.form import forms


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return forms.build(tmp_path_factory.mktemp("province"))
