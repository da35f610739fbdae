"""`python -m diaodu` is the command `diaodu`."""

from diaodu.cli import main

if __name__ == "__main__":  # the worker processes import this module too
    raise SystemExit(main())
