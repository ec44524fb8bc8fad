"""What all tests share: how long property tests search, a shell, a service.

They are not timed, for a busy machine is no fault of theirs, and search shortly; for long:
`pytest --hypothesis-profile=thorough`.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.service import LoopbackService, replay, running_service
from tests.support.shell import FIGURES, Shell

if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # httpcore looks for it on the disk at every request

settings.register_profile("quick", deadline=None, max_examples=20)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("quick")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors, as many tests wait for a terminal, a connection or a process."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The running app first: its tests wait longest, and at the end there would be nothing to do meanwhile."""
    items.sort(key=lambda item: "/tui/" not in item.nodeid)


def pytest_collection_finish() -> None:
    """What the tests are made of stays: the garbage collector need not look at it again after each of them."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def shell(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell with a key and an empty home."""
    return Shell(tmp_path, capfd, monkeypatch)


@pytest.fixture
def recordings(shell: Shell) -> Iterator[LoopbackService]:
    """A service that answers with recorded figures, which the shell's commands read."""
    with running_service(replay(FIGURES)) as service:
        shell.at(service.url)
        yield service
