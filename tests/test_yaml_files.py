"""YAML files: all that is wrong is said in one pass, with file, line, key, found and expected."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from pydantic import Field, ValidationError, model_validator

from diaodu import yaml_files
from diaodu.errors import ParameterError
from diaodu.yaml_files import Frozen


class Item(Frozen):
    name: str
    kind: Literal["growth", "level"] = "growth"


class Sample(Frozen):
    day: date
    count: int = Field(ge=1)
    items: tuple[Item, ...] = ()

    @model_validator(mode="after")
    def _count_of_items(self) -> Sample:
        if self.items and len(self.items) != self.count:
            raise ValueError(f"count is {self.count}, items are {len(self.items)}")
        return self


GOOD = """\
day: 2022-03-23
count: 2
items:
  - {name: 甲}
  - name: 乙
    kind: level
"""


@pytest.fixture
def problems(tmp_path: Path):
    """The problems of a text as lines, without the path that each begins with."""

    def read(text: str | bytes) -> list[str]:
        path = tmp_path / "sample.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(ParameterError) as caught:
            yaml_files.read(path, Sample)
        assert str(caught.value) == "\n".join(caught.value.problems)
        assert all(line.startswith(f"{path}: ") for line in caught.value.problems)
        return [line.removeprefix(f"{path}: ") for line in caught.value.problems]

    return read


def test_a_good_file_is_read_also_with_the_mark_that_windows_puts_first(tmp_path) -> None:
    path = tmp_path / "sample.yml"
    for mark in ("", "\ufeff"):
        path.write_text(mark + GOOD.replace("\n", "\r\n"), encoding="utf-8")
        sample: Sample = yaml_files.read(path, Sample)
        assert sample.day == date(2022, 3, 23)
        assert [(item.name, item.kind) for item in sample.items] == [
            ("甲", "growth"),
            ("乙", "level"),
        ]


@pytest.mark.parametrize(
    ("fault", "text", "expected"),
    [
        (
            "unknown key",
            GOOD + "cuont: 2\n",
            "line 7: cuont: found an unknown key; expected no such key",
        ),
        (
            "unknown key deep down",
            GOOD + "    nmae: 丙\n",
            "line 7: items.1.nmae: found an unknown key; expected no such key",
        ),
        (
            "missing key",
            "count: 1\n",
            "line 1: day: found nothing; expected this key",
        ),
        (
            "missing key deep down",
            GOOD + "  - kind: level\n",
            "line 7: items.2.name: found nothing; expected this key",
        ),
        (
            "ill-typed number",
            GOOD.replace("count: 2", "count: 2个"),
            "line 2: count: found '2个'; expected to be a valid integer, "
            "unable to parse string as an integer",
        ),
        (
            "number out of range",
            GOOD.replace("count: 2", "count: 0"),
            "line 2: count: found 0; expected to be greater than or equal to 1",
        ),
        (
            "word that is no choice",
            GOOD.replace("level", "rate"),
            "line 6: items.1.kind: found 'rate'; expected to be 'growth' or 'level'",
        ),
        (
            "text instead of a list",
            "day: 2022-03-23\ncount: 1\nitems: 甲\n",
            "line 3: items: found '甲'; expected to be a valid tuple",
        ),
        (
            "keys that do not fit each other",
            GOOD.replace("count: 2", "count: 3"),
            "line 1: (whole file): count is 3, items are 2",
        ),
        (
            "empty file",
            "",
            "line 1: (whole file): found None; "
            "expected to be a valid dictionary or instance of Sample",
        ),
        (
            "key twice",
            GOOD + "count: 3\n",
            "line 7: the key 'count' stands twice; expected valid YAML",
        ),
        (
            "key twice deep down",
            GOOD + "    name: 丙\n",
            "line 7: the key 'name' stands twice; expected valid YAML",
        ),
        (
            "day that no calendar has",
            GOOD.replace("2022-03-23", "2022-02-30"),
            "line 1: found 2022-02-30, which is no date; expected valid YAML",
        ),
        (
            "list as key",
            GOOD + "[a, b]: 1\n",
            "line 7: found unhashable key; expected valid YAML",
        ),
        (
            "tab",
            "day:\n\tcount: 1\n",
            "line 2: found character that cannot start any token; expected valid YAML",
        ),
        (
            "object of a programming language",
            "day: !!python/object/apply:os.getcwd []\n",
            "line 1: could not determine a constructor for the tag "
            "'tag:yaml.org,2002:python/object/apply:os.getcwd'; expected valid YAML",
        ),
        (
            "other encoding",
            "day: 二月".encode("gb18030"),
            "found bytes that are not UTF-8 (invalid start byte)",
        ),
    ],
)
def test_a_fault_is_said_with_its_place(problems, fault, text, expected) -> None:
    assert problems(text) == [expected]


def test_all_faults_are_said_at_once(problems) -> None:
    found = problems("count: viele\nitems:\n  - {nmae: 甲}\nextra: 1\n")
    assert sorted(line.split(": found")[0] for line in found) == [
        "line 1: count",
        "line 1: day",
        "line 3: items.0.name",
        "line 3: items.0.nmae",
        "line 4: extra",
    ]


def test_a_long_value_is_cut(problems) -> None:
    (found,) = problems(GOOD.replace("count: 2", f"count: {'9x' * 500}"))
    assert len(found) < 200


def test_a_missing_file_is_named(tmp_path) -> None:
    path = tmp_path / "none.yml"
    with pytest.raises(ParameterError) as caught:
        yaml_files.read(path, Sample)
    assert str(caught.value) == f"{path}: found no such file; expected a YAML file there"


def test_what_is_read_does_not_change() -> None:
    item = Item(name="甲")
    with pytest.raises(ValidationError, match="frozen"):
        item.name = "乙"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        del item.name
