"""Tests of `grantex_tui.cli`."""
