"""What all tests share: how long property tests search, a shell, a service.

They are not timed, for a busy machine is no fault of theirs, and search shortly; for long:
`pytest --hypothesis-profile=thorough`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.service import LoopbackService, replay, running_service
from tests.support.shell import FIGURES, Shell

settings.register_profile("quick", deadline=None, max_examples=20)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("quick")


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
