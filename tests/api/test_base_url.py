"""A base URL is checked before anything is sent to it."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grantex_tui.api.base_url import DEFAULT_BASE_URL, Address, InvalidAddressError, parse_address

NO_HOST = "the base URL has no valid host and port"
SCHEME = "the base URL must begin with https:// (or http://)"
CHARACTER = "the base URL is empty or has a character that no URL has"

hosts = st.sampled_from(
    ["localhost", "127.0.0.1", "999.1.1.1", "[::1]", "[v1.a]", "xn--", "a..b", "h", "@", "\\", ":80"]
)
urls = st.builds(
    lambda scheme, host, rest: scheme + "".join(host) + rest,
    st.sampled_from(["http://", "https://", "HTTP://", "http:", "//", ""]),
    st.lists(hosts | st.text("a1.-_%~:", max_size=6), min_size=1, max_size=3),
    st.text("/?#%.:a1@[]", max_size=6),
)


@pytest.mark.parametrize(
    ("text", "url", "host", "encrypted"),
    [
        (DEFAULT_BASE_URL, "https://api.grantex.dev", "api.grantex.dev", True),
        ("https://API.Grantex.dev/", "https://API.Grantex.dev", "api.grantex.dev", True),
        ("http://127.0.0.1:3001", "http://127.0.0.1:3001", "127.0.0.1", False),
        ("http://[::1]:3001//", "http://[::1]:3001", "::1", False),
        ("https://example.org/grantex/", "https://example.org/grantex", "example.org", True),
    ],
)
def test_a_base_url_is_taken_without_the_slash_at_its_end(text: str, url: str, host: str, encrypted: bool) -> None:
    assert parse_address(text) == Address(url, host, encrypted)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", CHARACTER),
        ("https://api.grantex.dev ", CHARACTER),
        ("https://api.grantex.dev\n", CHARACTER),
        ("https://grantéx.dev", CHARACTER),
        ("api.grantex.dev", SCHEME),
        ("ftp://api.grantex.dev", SCHEME),
        ("file:///etc/passwd", SCHEME),
        ("https://", NO_HOST),
        ("https:///v1", NO_HOST),
        ("https://host:0", NO_HOST),
        ("https://host:99999", NO_HOST),
        ("https://host:http", NO_HOST),
        ("https://a..b", NO_HOST),
        ("https://999.1.1.1", NO_HOST),
        ("https://0177.0.0.1", NO_HOST),
        ("https://[::g]", NO_HOST),
        ("https://[v1.a]", NO_HOST),
        ("https://" + "a" * 64 + ".dev", NO_HOST),
        ("https://localhost[::1]", NO_HOST),
        ("https://localhost\\.example.org", NO_HOST),
        ("https://%6cocalhost", NO_HOST),
        ("https://user:hunter2@host", "the base URL must not hold a user name or password"),
        ("https://host?key=hunter2", "the base URL must not hold a query or fragment"),
        ("https://host/#", "the base URL must not hold a query or fragment"),
        ("https://host/" + "a" * 2000, "the base URL is longer than 2000 characters"),
    ],
)
def test_a_text_that_is_no_base_url_is_refused_without_repeating_it(text: str, why: str) -> None:
    with pytest.raises(InvalidAddressError) as refused:
        parse_address(text)

    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("[::1]", True),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("[::]", False),
        ("2130706433", False),
    ],
)
def test_only_what_surely_stays_on_this_machine_is_loopback(host: str, loopback: bool) -> None:
    assert parse_address(f"http://{host}:3001").loopback is loopback


@given(urls)
@example("http://localhost\\@h")
@example("http://127.0.0.1:80@h")
def test_the_address_checked_is_the_address_requested(text: str) -> None:
    try:
        address = parse_address(text)
    except InvalidAddressError:
        return
    requested = httpx.URL(address.url)

    assert requested.raw_host == address.host.encode("ascii")
    assert requested.scheme == ("https" if address.encrypted else "http")
    assert not requested.userinfo
    assert not requested.query
