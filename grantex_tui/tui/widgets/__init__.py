"""The screen's widgets, one a file, each with a stylesheet of the same name in `tcss/`."""
