"""What all tests share: property tests are not timed, for a busy machine is no fault of theirs; a shell; a service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.service import LoopbackService, replay, running_service
from tests.support.shell import FIGURES, Shell

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


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
