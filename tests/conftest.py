"""What all tests share: property tests are not timed, for a busy machine is no fault of theirs."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
