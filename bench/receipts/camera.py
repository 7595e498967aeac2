"""Sees a sheet as a camera does: worn print, crease, angle, light, glare, focus, motion, noise, JPEG."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import cv2
import numpy as np

from bench.receipts.paper import Picture, Sheet

SIZES = ((640, 480), (1280, 720), (1920, 1080))
CLEAN = "clean"


@dataclass(frozen=True)
class Wear:
    """How hard a sight is; each from 0 (none) to 1 (as bad as a lobby gets)."""

    print: float = 0.0
    crease: float = 0.0
    turn: float = 0.0
    tilt: float = 0.0
    far: float = 0.0
    dark: float = 0.0
    shadow: float = 0.0
    glare: float = 0.0
    blur: float = 0.0
    motion: float = 0.0
    noise: float = 0.0


EFFECTS = tuple(Wear.__dataclass_fields__)


def see(sheet: Sheet, wear: Wear, size: tuple[int, int], random: Random) -> Picture:
    """Return the frame (gray, width × height of `size`) in which `sheet` is held to the camera."""
    noise = np.random.default_rng(random.getrandbits(32))
    paper = _printed(sheet.picture, wear.print, noise)
    frame = _held(_creased(paper, sheet, wear.crease, random), sheet, wear, size, random)
    frame = _lit(frame, wear, random)
    frame = _focused(frame, wear, size[0] / 1280, random)
    frame = frame + noise.normal(0, 1 + 14 * wear.noise, frame.shape)
    jpeg = cv2.imencode(".jpg", np.clip(frame, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    return _u8(cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE))


def _printed(picture: Picture, worn: float, noise: np.random.Generator) -> Any:
    ink = 255.0 - picture
    dead = noise.random(picture.shape[1]) < 0.012 * worn  # dots of the head that no longer burn
    ink[:, dead] = 0
    pale = cv2.resize(noise.random((10, 12)).astype(np.float32), picture.shape[::-1], interpolation=cv2.INTER_CUBIC)
    ink = ink * (0.85 - 0.5 * worn * pale) * (noise.random(picture.shape) >= 0.1 * worn)
    return 245.0 - ink * 0.92


def _creased(paper: Any, sheet: Sheet, deep: float, random: Random) -> Any:
    """Fold the sheet through its code: at a fold the paper leans back and shines or darkens."""
    if not deep:
        return paper
    high, wide = paper.shape
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    for _ in range(2):
        slope = random.uniform(-0.6, 0.6)
        middle = random.uniform(sheet.place[0], sheet.place[2])
        off = columns - middle - slope * (rows - sheet.place[1])
        near = np.exp(-((off / 26) ** 2))
        columns = columns + 4 * deep * np.tanh(off / 20) * near
        rows = rows + 5 * deep * near
        paper = paper + deep * 70 * random.choice((-1, 1)) * np.exp(-((off / 5) ** 2))
    return cv2.remap(paper.astype(np.float32), columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _held(paper: Any, sheet: Sheet, wear: Wear, size: tuple[int, int], random: Random) -> Any:
    wide, high = size
    left, top, right, bottom = sheet.place
    angle = np.deg2rad(random.choice((-1, 1)) * wear.turn * random.uniform(20, 45) + random.choice((0, 0, 180)))
    reach = _reach(right - left, bottom - top, angle, size) * (0.95 - 0.35 * wear.far)
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    corners = np.array([[0, 0], [paper.shape[1], 0], [paper.shape[1], paper.shape[0]], [0, paper.shape[0]]], float)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    flat = (corners - middle) @ turn.T * reach
    lean = np.array([random.uniform(-1, 1), random.uniform(-1, 1)]) * wear.tilt * 0.6 / wide
    seen = flat / (1 + flat @ lean)[:, None] + np.array([wide, high]) / 2
    seen += np.array([random.uniform(-0.02, 0.02) * wide, random.uniform(-0.02, 0.02) * high])
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    smooth = cv2.GaussianBlur(paper, (0, 0), max(0.01, 0.35 / reach)) if reach < 1 else paper
    return cv2.warpPerspective(smooth, matrix, size, flags=cv2.INTER_LINEAR, borderValue=70)


def _reach(wide: float, high: float, angle: float, size: tuple[int, int]) -> float:
    """Return the pixels a dot at which the code just fits the frame, at most what shows 55 mm of paper."""
    across = abs(wide * np.cos(angle)) + abs(high * np.sin(angle))
    down = abs(wide * np.sin(angle)) + abs(high * np.cos(angle))
    return float(min(size[0] / across, size[1] / down, size[0] / 440))


def _lit(frame: Any, wear: Wear, random: Random) -> Any:
    high, wide = frame.shape
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    if wear.shadow:
        edge = (columns - wide * random.uniform(0.3, 0.7)) + random.uniform(-1, 1) * (rows - high / 2)
        frame = frame * (1 - 0.65 * wear.shadow / (1 + np.exp(-edge / (wide * 0.015))))
    if wear.glare:
        x, y, spread = wide * random.uniform(0.3, 0.7), high * random.uniform(0.3, 0.7), wide * 0.12
        frame = frame + 260 * wear.glare * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * spread**2))
    return np.clip(frame, 0, 255) * (1 - 0.85 * wear.dark) + 6 * wear.dark


def _focused(frame: Any, wear: Wear, scale: float, random: Random) -> Any:
    if wear.blur:
        frame = cv2.GaussianBlur(frame, (0, 0), max(0.3, 2.6 * wear.blur * scale))
    length = round(11 * wear.motion * scale)
    if length > 1:
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1 / length
        turn = cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), random.uniform(0, 180), 1)
        kernel = np.asarray(cv2.warpAffine(kernel, turn, (length, length)))
        frame = cv2.filter2D(frame, -1, kernel / kernel.sum())
    return frame


def _u8(array: Any) -> Picture:
    return np.asarray(array, dtype=np.uint8)
