"""From executed notebooks to what is handed out: self-contained HTML and its index.

A page asks for nothing from anywhere: one style sheet, the fonts' needed characters, no script.
"""
