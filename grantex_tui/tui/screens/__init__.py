"""The app's screens, one a file: the dashboard and what can be opened on top of it."""
