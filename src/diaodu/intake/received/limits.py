"""How much of a received file is too much. Each number has its reason; none is a matter of taste.

The largest honest workbook that we know of is a list of 50,000 projects in 16 columns: 5 MB on
disk, 60 MB of XML, 800,000 cells. Limits leave at least twice that.
"""

from __future__ import annotations

MEGABYTE = 1024 * 1024

# One file in one child process: what the owners of the machine were promised.
MEMORY_MB = 512
SECONDS = 20.0
# A child that has not started by then never will: a machine without memory, a broken installation.
START_SECONDS = 60.0
# A child that holds this much more than after its start is replaced, so that no file has less
# memory than the ones before it.
RESIDUE_MB = 64

# A report full of photographs stays below 50 MB: most mail systems take no more.
MAX_BYTES = 50 * MEGABYTE
# Text is held in memory whole, several times over while it is decoded and cut into cells.
MAX_TEXT_BYTES = 20 * MEGABYTE

# A package has some twenty parts, and one for each picture.
MAX_MEMBERS = 5_000
# All parts unpacked, pictures included: the largest honest workbook five times over.
MAX_UNPACKED = 300 * MEGABYTE
# Sheets are packed 10 to 30 times, empty formatted rows up to 100 times; bombs 1,000 times.
MAX_RATIO = 250
RATIO_FROM = 4 * MEGABYTE  # below this size no ratio can hurt
# Parts that are read as a tree cost some ten times their size: a text of 500 pages has 5 MB.
MAX_TREE_BYTES = 24 * MEGABYTE
# Tables in tables in text boxes: honest documents stay below 60.
MAX_DEPTH = 200

MAX_SHEETS = 200
MAX_CELLS = 2_000_000
# Whoever walks over a sheet row by row should come to its end.
MAX_ROW = 200_000
MAX_COLUMN = 2_000
# Cells below merged ranges are listed one by one.
MAX_MERGED_CELLS = 200_000
# A .xls is unpacked by calamine into a full rectangle, 24 bytes a cell at least.
MAX_RECTANGLE = 5_000_000
MAX_PARAGRAPHS = 100_000

# What a file's name shows of itself.
MAX_NAME = 150
