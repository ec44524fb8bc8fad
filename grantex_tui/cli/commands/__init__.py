"""The commands without a screen, one a module."""
