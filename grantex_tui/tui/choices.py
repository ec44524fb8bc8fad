"""Between what is looked at and what is remembered of it: a day, an hour or a sort order is not."""

from __future__ import annotations

from msgspec.structs import replace

from grantex_tui.config.choices import Choices
from grantex_tui.usage.metric import Metric
from grantex_tui.view.selection import Display, Reach, Selection


def chosen(before: Selection, now: Selection) -> Choices:
    """What is chosen otherwise than `before`."""
    days = now.days.value if isinstance(now.days, Reach) else now.days
    return Choices(
        days=None if now.days == before.days else days,
        metric=None if now.metric is before.metric else now.metric.value,
        view=None if now.display is before.display else now.display.value,
    )


def selection_of(choices: Choices) -> Selection:
    """What to look at first."""
    first = Selection()
    return replace(
        first,
        days=(choices.days if isinstance(choices.days, int) else Reach(choices.days)) if choices.days else first.days,
        metric=Metric(choices.metric) if choices.metric else first.metric,
        display=Display(choices.view) if choices.view else first.display,
    )
