"""Tests of `grantex_tui.api`."""
