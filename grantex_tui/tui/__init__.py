"""The dashboard on a terminal, built on Textual: the app, its screens and its widgets."""
