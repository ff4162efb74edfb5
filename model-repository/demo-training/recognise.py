"""Reads a picture from its pixels alone: background, and every object's colour, shape, size and place."""

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from world import CELL_OFFSET, CELLS, MAX_SHADE, PALETTE, RADIUS, REFERENCE_SIZE, SHAPES, outline, shaded

BORDER = 4
CONTRAST = 26.0
# Smaller specks are counted as debris, not as objects.
MINIMUM_AREA = 0.004
TILTS = (-15.0, -7.5, 0.0, 7.5, 15.0)
TILT_LIMIT = 22.0
_SHADED = {name: np.array([shaded(name, s) for s in np.linspace(-1.5 * MAX_SHADE, 1.5 * MAX_SHADE, 13)], dtype=float)
           for name in PALETTE}


@dataclass(frozen=True)
class Found:
    """One object seen; iou is the overlap with the best template, and shape that template's name."""

    colour: str
    shape: str
    iou: float
    x: float
    y: float
    radius: float
    size: str
    cell: str


@dataclass(frozen=True)
class Seen:
    background: str
    objects: tuple
    debris: int


def nearest_colour(rgb):
    """The palette colour one of whose shades is closest."""
    return min(_SHADED, key=lambda name: np.linalg.norm(_SHADED[name] - rgb, axis=1).min())


def components(mask):
    """Connected areas (four neighbours) as boolean masks."""
    height, width = mask.shape
    seen = np.zeros_like(mask)
    found = []
    for start in zip(*np.nonzero(mask)):
        if seen[start]:
            continue
        seen[start] = True
        queue, area = deque([start]), []
        while queue:
            y, x = queue.popleft()
            area.append((y, x))
            for cell in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
                if 0 <= cell[0] < height and 0 <= cell[1] < width and mask[cell] and not seen[cell]:
                    seen[cell] = True
                    queue.append(cell)
        part = np.zeros_like(mask)
        part[tuple(np.array(area).T)] = True
        found.append(part)
    return found


def _shifted(mask, combine, times):
    for _ in range(times):
        p = np.pad(mask, 1, mode="edge")
        mask = combine.reduce([p[1:-1, 1:-1], p[:-2, 1:-1], p[2:, 1:-1], p[1:-1, :-2], p[1:-1, 2:]])
    return mask


def eroded(mask, times):
    return _shifted(mask, np.logical_and, times)


def dilated(mask, times):
    return _shifted(mask, np.logical_or, times)


def _template(shape, pose, width, height):
    """The shape's mask with smooth edges thresholded at one half, as a drawn picture would be."""
    k = 2
    x, y, radius, tilt = pose
    canvas = Image.new("L", (width * k, height * k))
    points = [(px * k - 0.5, py * k - 0.5) for px, py in outline(shape, (x, y), radius, tilt)]
    ImageDraw.Draw(canvas).polygon(points, fill=255)
    return np.asarray(canvas.reduce(k)) >= 128


def _overlap(mask, shape, pose):
    template = _template(shape, pose, mask.shape[1], mask.shape[0])
    return (mask & template).sum() / max(1, (mask | template).sum())


def _polygon_area_and_centroid(points):
    area = cx = cy = 0.0
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1]):
        cross = x0 * y1 - x1 * y0
        area, cx, cy = area + cross / 2, cx + (x0 + x1) * cross / 6, cy + (y0 + y1) * cross / 6
    return abs(area), cx / area, cy / area


def fit(mask, shape):
    """The pose of the best fitting template and its overlap: start from area and centroid, then climb."""
    area, cx, cy = _polygon_area_and_centroid(SHAPES[shape])
    ys, xs = np.nonzero(mask)
    radius = math.sqrt(len(xs) / area)

    def start(tilt):
        a = math.radians(tilt)
        dx, dy = cx * math.cos(a) - cy * math.sin(a), cx * math.sin(a) + cy * math.cos(a)
        return (xs.mean() + 0.5 - dx * radius, ys.mean() + 0.5 - dy * radius, radius, tilt)

    best, pose = max((_overlap(mask, shape, start(tilt)), start(tilt)) for tilt in TILTS)
    for fraction in (1.0, 0.4):
        steps = np.diag([0.06 * radius, 0.06 * radius, 0.06 * radius, 5.0]) * fraction
        improved = True
        while improved:
            improved = False
            for step in (*steps, *-steps):
                candidate = tuple(np.add(pose, step))
                if abs(candidate[3]) > TILT_LIMIT:
                    continue
                overlap = _overlap(mask, shape, candidate)
                if overlap > best + 1e-4:
                    best, pose, improved = overlap, candidate, True
    return best, pose


def _place(x, y, radius, width, height):
    """Nearest size by radius, then nearest cell for that size."""
    unit = min(width, height) / REFERENCE_SIZE
    size = min(RADIUS, key=lambda name: abs(RADIUS[name] * unit - radius))
    offset = CELL_OFFSET[size] / REFERENCE_SIZE
    u, v = x / width - 0.5, y / height - 0.5
    return size, min(CELLS, key=lambda c: (CELLS[c][0] * offset - u) ** 2 + (CELLS[c][1] * offset - v) ** 2)


def _read_object(pixels, part, background):
    """Colour from the inside of the area; outline where a pixel is nearer to that colour than to the background."""
    core = eroded(part, 2)
    colour = np.median(pixels[core if core.any() else part], axis=0)
    direction = colour - background
    share = (pixels - background) @ direction / max(1.0, direction @ direction)
    mask = (share > 0.5) & dilated(part, 2)
    if not mask.any():
        mask = part
    fits = {shape: fit(mask, shape) for shape in SHAPES}
    shape = max(fits, key=lambda name: fits[name][0])
    iou, (x, y, radius, _) = fits[shape]
    size, cell = _place(x, y, radius, pixels.shape[1], pixels.shape[0])
    return Found(nearest_colour(colour), shape, float(iou), float(x), float(y), float(radius), size, cell)


def recognise(picture):
    """picture: [height, width, 3] bytes."""
    pixels = np.asarray(picture, dtype=float)
    inside = np.zeros(pixels.shape[:2], dtype=bool)
    inside[BORDER:-BORDER, BORDER:-BORDER] = True
    background = np.median(pixels[~inside], axis=0)
    parts = components(np.linalg.norm(pixels - background, axis=2) > CONTRAST)
    large = [part for part in parts if part.sum() >= MINIMUM_AREA * part.size]
    objects = tuple(_read_object(pixels, part, background) for part in large)
    return Seen(nearest_colour(background), objects, len(parts) - len(large))
