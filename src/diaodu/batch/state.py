"""What a notebook changes in its process beside its own variables, put back when it is done."""

from __future__ import annotations

import decimal
import locale
import os
import random
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

STORAGE = "mode.string_storage"


@contextmanager
def kept() -> Iterator[None]:
    """Settings, random states, figures, working directory and environment outlive the block.

    Variables live in a shell that is made anew for each notebook. What a notebook changes inside
    of an imported library by other ways is not seen here; a forked process has no such gap.
    """
    import matplotlib as mpl  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    with ExitStack() as stack:
        stack.callback(os.chdir, Path.cwd())
        stack.callback(_set_environment, dict(os.environ))
        stack.callback(sys.path.__setitem__, slice(None), list(sys.path))
        stack.callback(sys.setrecursionlimit, sys.getrecursionlimit())
        stack.callback(random.setstate, random.getstate())
        stack.callback(np.random.set_state, np.random.get_state())
        stack.callback(locale.setlocale, locale.LC_ALL, locale.setlocale(locale.LC_ALL))
        stack.callback(_set_options_of_pandas, pd.get_option(STORAGE))
        stack.enter_context(warnings.catch_warnings())
        stack.enter_context(decimal.localcontext())
        stack.enter_context(np.errstate())
        stack.enter_context(np.printoptions())
        stack.enter_context(mpl.rc_context())
        stack.callback(_close_figures)
        yield


def _set_environment(before: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(before)


def _set_options_of_pandas(storage: str) -> None:
    """Nobody but a notebook sets any, so what they were before is what pandas sets.

    One is ours: `contracts` sets how text is stored.
    """
    import pandas as pd  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of each option that it will drop one day
        pd.reset_option("all")
    pd.set_option(STORAGE, storage)


def _close_figures() -> None:
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")
