"""A key of any form is accepted, a text that is none refused, and neither shows itself."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.api_key import ApiKey, InvalidKeyError, KeyMode

SECRET = "gx_live_" + "s3cretS3cret" * 3
printable = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("gx_live_abc", KeyMode.LIVE),
        ("gx_test_abc", KeyMode.TEST),
        ("seeded-by-the-operator", KeyMode.UNKNOWN),
        ("GX_LIVE_abc", KeyMode.UNKNOWN),
        ("my_gx_live_abc", KeyMode.UNKNOWN),
    ],
)
def test_the_prefix_says_what_the_key_opens(text: str, mode: KeyMode) -> None:
    assert ApiKey(text).mode is mode


@pytest.mark.parametrize("text", [" gx_test_1", "gx_test_1\n", "gx_test_1\r\n", "\t gx_test_1 \n\n"])
def test_blanks_and_line_ends_around_a_key_go(text: str) -> None:
    assert ApiKey(text).reveal() == "gx_test_1"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the API key is empty"),
        (" \n", "the API key is empty"),
        ("gx_live_\nabc", "the API key has a line break inside"),
        ("gx_live_\rabc", "the API key has a line break inside"),
        ("gx_live_ abc", "the API key has a blank inside"),
        ("gx_live_\tabc", "the API key has a blank inside"),
        ("gx_live_\xa0abc", "the API key has a blank inside"),
        ("gx_live_\x00abc", "the API key has a character that no key has"),
        ("gx_live_…abc", "the API key has a character that no key has"),
    ],
)
def test_a_text_that_cannot_stand_in_a_header_is_refused_without_repeating_it(text: str, why: str) -> None:
    with pytest.raises(InvalidKeyError) as refused:
        ApiKey(text)

    assert str(refused.value) == why


@pytest.mark.parametrize("show", [str, repr, ascii, "{}".format, "{!r:>60}".format, lambda key: f"{[key]}"])
def test_no_way_of_printing_a_key_shows_it(show: Callable[[ApiKey], str]) -> None:
    shown = show(ApiKey(SECRET))

    assert "ApiKey(" in shown
    assert "s3cret" not in shown


@pytest.mark.parametrize("write", [pickle.dumps, json.dumps, copy.copy, copy.deepcopy, vars])
def test_a_key_is_not_written_anywhere(write: Callable[[ApiKey], object]) -> None:
    with pytest.raises(TypeError) as refused:
        write(ApiKey(SECRET))

    assert "s3cret" not in str(refused.value)


@given(printable)
def test_any_printable_ascii_without_blanks_is_a_key_as_it_is(text: str) -> None:
    assert ApiKey(text).reveal() == text


@given(st.text())
def test_any_text_is_a_key_for_a_header_or_refused(text: str) -> None:
    try:
        secret = ApiKey(text).reveal()
    except InvalidKeyError:
        return
    assert secret
    assert secret.isascii()
    assert secret.isprintable()
    assert " " not in secret
