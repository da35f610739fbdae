"""A sender's own workbook, given back with what was found in it."""
