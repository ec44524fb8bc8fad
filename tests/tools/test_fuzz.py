"""A few hundred of the answers that `tests.tools.fuzz` tries by the hundred thousand."""

from __future__ import annotations

from grantex_tui.api.client import AsyncGrantex
from tests.support.picture import faults_of
from tests.tools import fuzz


async def test_hundreds_of_mutated_answers_break_nothing_and_put_nothing_odd_on_the_screen() -> None:
    said: list[str] = []
    assert await fuzz.run(7, range(300), said.append), "".join(said)
    assert said[-1].startswith("300 answers, seed 7, ")


async def test_a_case_comes_out_the_same_again() -> None:
    player = fuzz.Player()
    bodies: list[bytes] = []
    for numbers in (range(13), range(12, 13)):
        async with AsyncGrantex(api_key="gx_test_fuzz", base_url="http://127.0.0.1", transport=player) as client:
            fuzzing = fuzz.Fuzz(7, client, player)
            await fuzzing.start()
            for number in numbers:
                await fuzzing.case(number)
        bodies.append(player.message.body)
    assert bodies[0] == bodies[1]


def test_a_line_that_is_not_plain_or_too_wide_would_be_found() -> None:
    for line in ("\x1b[31mred", "a\x07", "[bold]x", "日本", "a\u0301", "\u202e", "a\tb", "a\u00a0b", "\ud800"):
        assert faults_of([line]), ascii(line)
    assert faults_of(["12345"], 4)
    assert not faults_of(["● Total 1,234 · 24 Oct – 22 Nov … ▒█ [30] [ ]"], 80)
