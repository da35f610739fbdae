"""A finished report in the two forms that offices file: Word (.docx) and PDF.

Both are made from the report's HTML and from nothing else, so they cannot say anything else.
"""
