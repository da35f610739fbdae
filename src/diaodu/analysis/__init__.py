"""From processed tables to results: functions from frames to frames.

No files, no plots, no globals, no sentences. Every formula has a numbered section in
docs/methods.md, which the docstrings name. Start with `consistency.settle`: the other functions
take what it returns.
"""
