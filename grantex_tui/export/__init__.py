"""The figures as text for elsewhere: files, monitoring, scripts, screen readers. Pure, except for `files`."""
