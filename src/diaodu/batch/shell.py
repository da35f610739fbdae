"""Cells run in this very process, by IPython, with what they show as a notebook keeps it.

What a kernel does without the kernel: no second process, no sockets. Displays, printed text and
tracebacks are those of IPython's own shell; only where they go is written here.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.jsonutil import json_clean
from nbformat import NotebookNode, from_dict
from traitlets import Instance, Type
from traitlets.config import Config

STREAMS = {1: "stdout", 2: "stderr"}
_ESCAPE = re.compile(r"[%!?]|^\s*[/,;]", re.MULTILINE)  # one of these is in all that is no Python


class Outputs:
    """What the cell that is running has shown so far, as the outputs of a notebook's cell."""

    def __init__(self) -> None:
        self.shown: list[NotebookNode] = []
        self._clears = False
        self._displays: dict[str, list[NotebookNode]] = {}

    def begin(self) -> None:
        """Forget the cell before; its displays can still be updated."""
        self.shown, self._clears = [], False

    def add(self, kind: str, **content: Any) -> NotebookNode:
        """Note an output of a kind of the notebook format.

        It is not checked by itself: papermill has the whole notebook checked when it writes it.
        """
        if self._clears:
            self.begin()
        made = _output(kind, content)
        self.shown.append(made)
        return made

    def text(self, name: str, text: str) -> None:
        """Note printed text; what follows on text of the same stream is one output with it."""
        last = self.shown[-1] if self.shown and not self._clears else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        elif text:
            self.add("stream", name=name, text=text)

    def display(self, name: str | None, *, update: bool, **content: Any) -> None:
        """Note a display; one with a name can be updated, in whatever cell it stands."""
        if not update:
            made = self.add("display_data", **content)
            if name is not None:
                self._displays.setdefault(name, []).append(made)
            return
        for old in self._displays.get(str(name), []):
            old.update(_output("display_data", content))  # type: ignore[no-untyped-call]

    def clear(self, *, wait: bool) -> None:
        """Drop what the cell has shown; `wait`: only when it shows something new."""
        self.shown, self._clears = (self.shown, True) if wait else ([], False)


def _output(kind: str, content: dict[str, Any]) -> NotebookNode:
    made: NotebookNode = from_dict({"output_type": kind, **json_clean(content)})  # type: ignore[no-untyped-call]
    return made


def _outputs_of(part: Any) -> Outputs:
    """Where a part of the shell puts what it is to show."""
    outputs: Outputs = part.shell.outputs
    return outputs


class _Hook(DisplayHook):
    """The value of a cell's last line."""

    @staticmethod
    def semicolon_at_end_of_expression(expression: str) -> bool:
        """Whether a cell is not to show its value; IPython goes through all tokens for that."""
        return ";" in expression and bool(DisplayHook.semicolon_at_end_of_expression(expression))  # type: ignore[no-untyped-call]

    def write_output_prompt(self) -> None: ...

    def finish_displayhook(self) -> None:
        self._is_active = False

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        values = {"data": format_dict, "metadata": md_dict or {}}
        count = self.prompt_count
        _outputs_of(self).add("execute_result", execution_count=count, **values)


class _Publisher(DisplayPublisher):
    """What a cell displays by itself."""

    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        name = (transient or {}).get("display_id")
        _outputs_of(self).display(name, update=update, data=data, metadata=metadata or {})

    def clear_output(self, wait: bool = False) -> None:
        _outputs_of(self).clear(wait=wait)


class Transformer(TransformerManager):
    """Makes Python of magics, for which IPython goes through all tokens of a cell."""

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        """The lines as they stand where there can be no magic."""
        if _ESCAPE.search("".join(lines)) is None:
            return lines
        made: list[str] = super().do_token_transforms(lines)  # type: ignore[no-untyped-call]
        return made


class Shell(InteractiveShell):
    """IPython without a terminal and without a history on disk."""

    input_transformer_manager = Instance(Transformer, ())
    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    outputs: Outputs

    def init_virtualenv(self) -> None:
        """No look for an environment: this interpreter is the one that is meant."""

    def enable_gui(self, gui: Any = None) -> None:
        """No event loop: nobody sits at a window. `%matplotlib inline` asks all the same."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.outputs.add("error", ename=etype.__name__, evalue=str(evalue), traceback=stb)


class _Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` while a cell runs."""

    encoding = "utf-8"

    def __init__(self, name: str, number: int, outputs: Outputs) -> None:
        self._name, self._number, self._outputs = name, number, outputs

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number

    def write(self, text: str) -> int:
        self._outputs.text(self._name, text)
        return len(text)


def new() -> Shell:
    """A shell with no variables, made IPython's one shell of this process."""
    Shell.clear_instance()
    quiet = Config(
        {
            "HistoryManager": {"enabled": False},
            "InteractiveShell": {"colors": "linux", "ast_node_interactivity": "last_expr"},
        }
    )
    made: Shell = Shell.instance(config=quiet)
    made.outputs = Outputs()
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    if inline is not None:  # it has shown pyplot's figures through the shell before
        inline.configure_inline_support.current_backend = "unset"  # so that it sets the formats
        inline.configure_inline_support(made, "inline")
    return made


def rehearse() -> None:
    """Have IPython import what it imports with its first shell and its first cell."""
    main = sys.modules["__main__"]
    run(new(), "0")
    Shell.clear_instance()
    sys.modules["__main__"] = main  # a shell puts a module of its own there


def with_pyplot() -> None:
    """Load pyplot as a notebook would, so that the first notebook finds what later ones find."""
    run(new(), "import matplotlib.pyplot; matplotlib.pyplot.close(matplotlib.pyplot.figure())")


def run(shell: Shell, code: str) -> tuple[list[NotebookNode], int, bool]:
    """Run one cell: what it shows, its number, and whether it went through."""
    shell.outputs.begin()
    count = shell.execution_count
    with _caught(shell.outputs):
        result = shell.run_cell(code, store_history=True)  # type: ignore[no-untyped-call]
    return shell.outputs.shown, count, bool(result.success)


def _file() -> BinaryIO:
    """A nameless file: in memory where the system has such, for every cell takes two."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("output"), "w+b")
    return tempfile.TemporaryFile()


@contextmanager
def _caught(outputs: Outputs) -> Iterator[None]:
    """Catch what is printed, also by libraries that know nothing of Python's streams."""
    before = sys.stdout, sys.stderr
    for stream in before:
        stream.flush()
    files = {number: _file() for number in STREAMS}
    kept = {number: os.dup(number) for number in STREAMS}
    for number, file in files.items():
        os.dup2(file.fileno(), number)
    sys.stdout, sys.stderr = (_Stream(name, n, outputs) for n, name in STREAMS.items())
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for number, file in files.items():
            os.dup2(kept[number], number)
            os.close(kept[number])
            file.seek(0)
            outputs.text(STREAMS[number], file.read().decode("utf-8", "replace"))
            file.close()
