"""The two models that ship in the package rapidocr (PP-OCRv6 small, Apache-2.0), on onnxruntime:
where printed lines are, and what stands in one.

They are run directly, since the other readings of a character, with their probabilities, and the
column of each character are needed. Input of the recogniser: RGB crops, 48 pixels high, values
-1…1; output for each 8 pixels of width: a probability for blank, for each character, for a space
(connectionist temporal classification). No network, no download.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from jiping.read.scan.ink import Picture

HEIGHT = 48
STRIDE = 8
BATCH_WIDTH = 2400  # pixels recognised in one call: keeps memory low
NARROWEST = 64
WIDEST = 3200
CLOSE = 0.004  # probability from which another reading of a character is kept
FEWEST_SIDE = 32


@dataclass(frozen=True, slots=True)
class Sign:
    """One recognised character: its centre in parts of the crop's width, how sure it is (0-1),
    and other readings with their probabilities, the likeliest first ("" for none)."""

    char: str
    at: float
    sure: float
    others: tuple[tuple[str, float], ...] = ()


def threads() -> int:
    """Cores that recognition uses: ``JIPING_OCR_THREADS``, else all up to four."""
    wanted = os.environ.get("JIPING_OCR_THREADS", "")
    return int(wanted) if wanted.isdigit() and int(wanted) else min(4, os.cpu_count() or 1)


@cache
def _session(name: str) -> tuple[Any, str]:
    """A model of the package, loaded once a process, and the name of its input."""
    import onnxruntime

    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("rapidocr")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads()
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # else memory grows with every new width
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    path = Path(spec.origin).parent / "models" / name
    session = onnxruntime.InferenceSession(
        path.read_bytes(), options, providers=["CPUExecutionProvider"]
    )
    return session, session.get_inputs()[0].name


@cache
def _characters() -> tuple[str, ...]:
    """Output column → character; the first is the blank, the last a space."""
    session, _ = _session("PP-OCRv6_rec_small.onnx")
    listed = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    width = session.get_outputs()[0].shape[-1]
    padded = ["", *listed, " "]
    return tuple(padded[:width] + [" "] * max(0, int(width) - len(padded)))


def recognise(crops: list[Picture]) -> list[tuple[Sign, ...]]:
    """Grey crops of one printed line each → their characters, in the same order."""
    out: list[tuple[Sign, ...]] = [()] * len(crops)
    widths = [_width(crop) for crop in crops]
    order = sorted(range(len(crops)), key=widths.__getitem__)
    session, name = (None, "") if not crops else _session("PP-OCRv6_rec_small.onnx")
    at = 0
    while at < len(order) and session is not None:
        batch = [order[at]]
        while at + len(batch) < len(order):
            width = widths[order[at + len(batch)]]
            if width * (len(batch) + 1) > BATCH_WIDTH or width > 1.3 * widths[batch[0]] + 16:
                break
            batch.append(order[at + len(batch)])
        at += len(batch)
        width = widths[batch[-1]]
        pixels = np.zeros((len(batch), 3, HEIGHT, width), np.float32)
        for row, index in enumerate(batch):
            crop = cv2.resize(
                crops[index],
                (max(1, min(width, _natural(crops[index]))), HEIGHT),
                interpolation=cv2.INTER_LINEAR,
            )
            pixels[row, :, :, : crop.shape[1]] = crop.astype(np.float32) / 127.5 - 1.0
        chances = session.run(None, {name: pixels})[0]
        for row, index in enumerate(batch):
            filled = min(width, _natural(crops[index])) / width
            out[index] = _decoded(chances[row], filled)
    return out


def _natural(crop: Picture) -> int:
    height, width = (int(v) for v in crop.shape[:2])
    return min(WIDEST, max(1, round(width * HEIGHT / height)))


def _width(crop: Picture) -> int:
    """Width of a crop's input, a multiple of the model's stride."""
    return max(NARROWEST, -(-_natural(crop) // 32) * 32)


def _decoded(chances: Any, filled: float) -> tuple[Sign, ...]:
    """Probabilities by column → characters; a run of one character is that character once."""
    characters = _characters()
    best = chances.argmax(axis=1)
    columns = len(best)
    signs: list[Sign] = []
    start = 0
    while start < columns:
        end = start
        while end + 1 < columns and best[end + 1] == best[start]:
            end += 1
        code = int(best[start])
        if not code:
            signs += _hidden(chances[start : end + 1], start, columns, filled)
        else:
            peak = start + int(chances[start : end + 1, code].argmax())
            signs.append(
                Sign(
                    characters[code],
                    min(1.0, ((start + end) / 2 + 0.5) / columns / filled),
                    float(chances[peak, code]),
                    _others(chances[peak], code),
                )
            )
        start = end + 1
    return tuple(signs)


def _hidden(blanks: Any, start: int, columns: int, filled: float) -> list[Sign]:
    """Signs that nearly won over the blank, as signs without a character: a faint point, a
    stroke before a number."""
    wanted = _small()
    chances = blanks[:, list(wanted)]
    found: list[Sign] = []
    for place, code in enumerate(wanted):
        peak = int(chances[:, place].argmax())
        chance = float(chances[peak, place])
        if chance >= CLOSE:
            at = min(1.0, (start + peak + 0.5) / columns / filled)
            found.append(Sign("", at, 1.0, ((_characters()[code], chance),)))
    return found


@cache
def _small() -> tuple[int, ...]:
    """Output columns of the signs that are easily lost."""
    characters = _characters()
    return tuple(characters.index(char) for char in ".-≥≤%" if char in characters)


def _others(column: Any, code: int) -> tuple[tuple[str, float], ...]:
    characters = _characters()
    top = np.argpartition(column, -4)[-4:]
    found = [
        (characters[i], float(column[i])) for i in top if int(i) != code and column[i] >= CLOSE
    ]
    return tuple(sorted(found, key=lambda item: -item[1]))


def detect(picture: Picture, longest: int = 960) -> list[tuple[float, float, float, float]]:
    """Grey picture → boxes x0, y0, x1, y1 of printed lines on it, upright or not."""
    height, width = picture.shape[:2]
    scale = min(1.0, longest / max(height, width))
    size = (
        max(FEWEST_SIDE, round(width * scale / 32) * 32),
        max(FEWEST_SIDE, round(height * scale / 32) * 32),
    )
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    pixels = np.repeat((small.astype(np.float32) / 127.5 - 1.0)[None, None], 3, axis=1)
    session, name = _session("PP-OCRv6_det_small.onnx")
    chances = session.run(None, {name: pixels})[0][0, 0]
    contours, _ = cv2.findContours(
        (chances > 0.3).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    across, down = width / size[0], height / size[1]
    boxes = []
    for contour in contours[:3000]:
        x, y, w, h = cv2.boundingRect(contour)
        if min(w, h) < 3 or chances[y : y + h, x : x + w].max() < 0.5:
            continue
        grow = 0.8 * w * h / (w + h)  # the model marks the core of a line
        boxes.append(
            (
                max(0.0, (x - grow) * across),
                max(0.0, (y - grow) * down),
                min(float(width), (x + w + grow) * across),
                min(float(height), (y + h + grow) * down),
            )
        )
    return boxes
