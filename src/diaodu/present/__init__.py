"""From analysis results to what a reader sees: a chart, a table or a sentence, in either language.

Everything here returns an object with `_repr_html_`; all text that came from a file is escaped.
"""
