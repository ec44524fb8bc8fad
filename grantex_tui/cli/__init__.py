"""The command line: arguments parsed, commands run, exit codes."""
