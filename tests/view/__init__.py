"""Tests of `grantex_tui.view`."""
