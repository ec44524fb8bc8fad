"""What is done for speed alone: when garbage is collected. Without it every figure would be the same, and later."""

from __future__ import annotations

import gc


def hold_garbage() -> None:
    """Collect none until the start is over: nearly all that is made now stays."""
    gc.disable()


def release_garbage() -> None:
    """Collect all once, and never look again at what stays: a full collection is what makes a key press late."""
    gc.collect()
    gc.freeze()
    gc.enable()
