"""Commands that measure, search and draw; each says what it does with --help."""
