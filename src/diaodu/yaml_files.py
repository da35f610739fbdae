"""Read a YAML file into a frozen, checked object; say file, line and key of all that is wrong."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from diaodu.errors import ParameterError

T = TypeVar("T")


class Frozen(BaseModel):
    """Base of every object that is read from YAML: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# libyaml reads ten times as fast, and every notebook's process reads the catalog.
if TYPE_CHECKING or not yaml.__with_libyaml__:  # noqa: SIM108 (mypy wants one base class)
    _Base = yaml.SafeLoader
else:
    _Base = yaml.CSafeLoader


class _Loader(_Base):
    """A safe loader that refuses a key which stands twice (plain YAML keeps the last one)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                break  # the loader itself says so
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            raise yaml.constructor.ConstructorError(
                None, None, f"found {node.value}, which is no date", node.start_mark
            ) from None


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_timestamp)


def read(path: Path, kind: type[T] | Any) -> T:
    """Read `path` as `kind` (a pydantic model or any type that pydantic understands).

    Raises ParameterError that lists, in one pass, every unknown, missing or ill-typed key with
    file, line, key, what was found and what was expected.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ParameterError(f"{path}: found no such file; expected a YAML file there") from None
    except UnicodeDecodeError as error:
        raise ParameterError(f"{path}: found bytes that are not UTF-8 ({error.reason})") from None
    understood: Callable[..., T] = _remembered if _is_frozen(kind) else _understood
    return understood(path, text, kind)


def _is_frozen(kind: Any) -> bool:
    """Whether it is a frozen object, or a table of such (which nobody changes either)."""
    if get_origin(kind) is dict:
        return _is_frozen(get_args(kind)[1])
    return isinstance(kind, type) and issubclass(kind, Frozen)


def _understood(path: Path, text: str, kind: Any) -> Any:
    """As `read`, from the file's text."""
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else "?"
        problem = getattr(error, "problem", None) or "not YAML"
        raise ParameterError(f"{path}: line {line}: {problem}; expected valid YAML") from None
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        lines = _lines(yaml.compose(text, Loader=_Base))
        raise ParameterError([_problem(path, lines, item) for item in error.errors()]) from None


_remembered = lru_cache(maxsize=64)(_understood)  # the same text is the same frozen object


def _problem(path: Path, lines: dict[tuple[Any, ...], int], item: Any) -> str:
    where = tuple(item["loc"])
    known = where
    while known and known not in lines:  # a missing key has no line: point to what should hold it
        known = known[:-1]
    key = ".".join(str(part) for part in where) or "(whole file)"
    place = f"{path}: line {lines.get(known, 1)}: {key}"
    if item["type"] == "extra_forbidden":
        return f"{place}: found an unknown key; expected no such key"
    if item["type"] == "missing":
        return f"{place}: found nothing; expected this key"
    if isinstance(item["input"], dict) and item["type"] == "value_error":  # between several keys
        return f"{place}: {_expected(item)}"
    return f"{place}: found {reprlib.repr(item['input'])}; {_expected(item)}"


def _expected(item: Any) -> str:
    message = str(item["msg"]).removeprefix("Value error, ")
    _, should, what = message.partition(" should ")  # pydantic: "Input should be a valid date"
    return f"expected to {what}" if should else message[:1].lower() + message[1:]


def _lines(node: yaml.Node | None, at: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], int]:
    """Line of every key and list item of a composed document, by its path."""
    found: dict[tuple[Any, ...], int] = {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found[(*at, key.value)] = key.start_mark.line + 1
            found.update(_lines(value, (*at, key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            found[(*at, number)] = value.start_mark.line + 1
            found.update(_lines(value, (*at, number)))
    return found
