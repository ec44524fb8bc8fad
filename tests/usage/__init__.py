"""Tests of `grantex_tui.usage`."""
