"""What colours look like to those who see fewer of them, and how far apart two then are.

The matrices are those of G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), for severity 1.0, on linear RGB. Distances are Euclid's in
OKLab (B. Ottosson, "A perceptual color space for image processing", 2020), times 100.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence

Rgb = Sequence[float]
"""Red, green and blue from 0 to 1."""


class Seen(enum.Enum):
    """The matrix for who sees all colours, and for each kind of cone that may be missing."""

    ALL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    WITHOUT_RED = (  # protanopia
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    )
    WITHOUT_GREEN = (  # deuteranopia
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    )
    WITHOUT_BLUE = (  # tritanopia
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    )


def distance(one: Rgb, other: Rgb, seen: Seen) -> float:
    """0 for the same colour to 100 for black and white."""
    return 100 * math.dist(*(_oklab(_simulated(_linear(colour), seen)) for colour in (one, other)))


def _linear(colour: Rgb) -> list[float]:
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]


def _simulated(linear: Rgb, seen: Seen) -> list[float]:
    return [min(max(sum(a * b for a, b in zip(row, linear, strict=True)), 0.0), 1.0) for row in seen.value]


def _oklab(linear: Rgb) -> list[float]:
    cones = (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
    lab = (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
    roots = [math.cbrt(sum(a * b for a, b in zip(row, linear, strict=True))) for row in cones]
    return [sum(a * b for a, b in zip(row, roots, strict=True)) for row in lab]
