"""Tests of `grantex_tui.export`."""
