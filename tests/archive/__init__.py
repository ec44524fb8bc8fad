"""The archive on real files, with real processes."""
