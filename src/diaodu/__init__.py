"""diaodu (调度): reports for quarterly industrial-operation dispatch meetings.

The way of the data, one direction: intake -> store -> analysis -> present -> notebooks -> publish.
docs/architecture.md tells what each layer may import.
"""

__version__ = "0.1.0"
