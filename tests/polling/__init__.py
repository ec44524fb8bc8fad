"""Tests of `grantex_tui.polling`."""
