"""Received files, whatever their bytes, to grids and paragraphs.

Nothing is imported here: the child processes that do the reading load as little as they can.
"""
