"""Tests of `grantex_tui.config`."""
