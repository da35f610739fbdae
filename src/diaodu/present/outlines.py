"""Shapes of areas on a sheet of pixels: degrees to pixels, sizes, and where a name fits in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.path import Path as Outline

STEP = 3.4  # pixels between two points of a border


def projection(rings: Sequence[Any], width: float, height: float, step: float = STEP) -> Any:
    """Degrees to pixels: a plane chart, true at the middle latitude, as large as fits the sheet.

    step: pixels that two points of a border are apart at least.
    """
    points = np.concatenate(rings)
    low, high = points.min(axis=0), points.max(axis=0)
    squeeze = np.array([math.cos(math.radians((low[1] + high[1]) / 2)), 1.0])
    span = (high - low) * squeeze
    scale = min(width / span[0], height / span[1])
    slack = (np.array([width, height]) - span * scale) / 2

    def place(ring: Any) -> Any:
        return _thinned(((np.asarray(ring) - low) * squeeze * scale + slack).round(), step)

    return place


def _thinned(ring: Any, step: float) -> Any:
    """A ring without points that fall on the one before."""
    moved = np.abs(np.diff(ring, axis=0)).max(axis=1) > step
    kept = ring[np.concatenate([[True], moved])]
    return np.concatenate([kept[:-1], ring[:1]]) if len(kept) > 3 else ring


def path_of(rings: Sequence[Any]) -> Outline:
    """Outer rings and holes as one path: holes run the other way round."""
    vertices = np.concatenate(rings)
    codes = np.concatenate(
        [[Outline.MOVETO, *[Outline.LINETO] * (len(ring) - 2), Outline.CLOSEPOLY] for ring in rings]
    )
    return Outline(vertices, codes)


def _area_of(ring: Any) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2


def size(rings: Sequence[Any]) -> float:
    """Square pixels of the largest ring."""
    return max((_area_of(ring) for ring in rings), default=0.0)


def middle(rings: Sequence[Any]) -> tuple[float, float]:
    """A point well inside the largest ring: of a grid, the one farthest from every border."""
    ring = max(rings, key=_area_of)
    low, high = ring.min(axis=0), ring.max(axis=0)
    grid = np.stack(
        np.meshgrid(*(np.linspace(low[i], high[i], 24) for i in (0, 1))), axis=-1
    ).reshape(-1, 2)
    inside = grid[path_of(rings).contains_points(grid)]
    if not len(inside):
        return float(ring[:, 0].mean()), float(ring[:, 1].mean())
    borders = np.concatenate(rings)
    distance = ((inside[:, None, :] - borders[None]) ** 2).sum(axis=-1).min(axis=1)
    x, y = inside[int(distance.argmax())]
    return float(x), float(y)
