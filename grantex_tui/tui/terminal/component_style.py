"""The style that a stylesheet gives a class inside a widget, looked up when it is first wanted. Keeps none."""

from __future__ import annotations

from collections.abc import Iterable

from rich.style import Style
from textual.dom import DOMNode
from textual.widget import Widget


def component_classes(names: Iterable[str]) -> set[str]:
    """For a widget's COMPONENT_CLASSES: none of `names`, where a node can be attached for each when it is wanted.

    Textual looks up all of COMPONENT_CLASSES at every start and change of focus.
    """
    return set() if _can_attach() else set(names)


def component_style(widget: Widget, name: str) -> Style:
    """The style of the class `name` inside `widget`."""
    if not _can_attach():
        return widget.get_component_rich_style(name)
    node = DOMNode(classes=name)
    node._attach(widget)
    widget.app.stylesheet.apply(node)
    return node.rich_style


def _can_attach() -> bool:
    return hasattr(DOMNode, "_attach")
