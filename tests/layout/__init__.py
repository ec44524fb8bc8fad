"""Tests of `grantex_tui.layout`."""
