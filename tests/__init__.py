"""The tests of grantex-tui."""
