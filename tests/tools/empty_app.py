"""A Textual app with nothing in it: what the benchmark measures the dashboard against."""

from __future__ import annotations

from textual.app import App


class EmptyApp(App[None]):
    """A blank screen."""


if __name__ == "__main__":
    EmptyApp().run()
