"""The figures as text for files, monitoring, scripts and screen readers. Pure, except for `files`."""
