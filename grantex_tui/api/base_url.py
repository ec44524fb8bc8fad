"""The service's base URL, checked before anything is sent to it. Which one to use: `settings`."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

DEFAULT_BASE_URL: Final = "https://api.grantex.dev"

_ALLOWED = re.compile(r"[!-~]+", re.ASCII)
_MAX_LENGTH: Final = 2000
_NETLOC = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:\d*)?", re.ASCII | re.IGNORECASE)
_IPV4 = re.compile(r"\d+\.\d+\.\d+\.\d+", re.ASCII)


class InvalidAddressError(ValueError):
    """The text is no base URL; the message says why and does not repeat it."""


class Address(Struct, frozen=True):
    """A usable base URL: no slash at its end, no user name, no query."""

    url: str
    host: str
    encrypted: bool

    @property
    def loopback(self) -> bool:
        """Whether requests to it stay on this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse_address(text: str) -> Address:
    """`text` as an Address. Raises InvalidAddressError."""
    if not _ALLOWED.fullmatch(text):
        raise InvalidAddressError("the base URL is empty or has a character that no URL has")
    if len(text) > _MAX_LENGTH:
        raise InvalidAddressError(f"the base URL is longer than {_MAX_LENGTH} characters")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
        _check_host(host or "")
    except ValueError:
        raise InvalidAddressError("the base URL has no valid host and port") from None
    if parts.scheme not in ("http", "https"):
        raise InvalidAddressError("the base URL must begin with https:// (or http://)")
    if "@" in parts.netloc:
        raise InvalidAddressError("the base URL must not hold a user name or password")
    if not host or port == 0 or not _NETLOC.fullmatch(parts.netloc):
        raise InvalidAddressError("the base URL has no valid host and port")
    if "?" in text or "#" in text:
        raise InvalidAddressError("the base URL must not hold a query or fragment")
    return Address(text.rstrip("/"), host, parts.scheme == "https")


def _check_host(host: str) -> None:
    """Raises ValueError for what only looks like an IP address or an international name."""
    if ":" in host:
        ipaddress.IPv6Address(host)
    elif _IPV4.fullmatch(host):
        ipaddress.IPv4Address(host)
    else:
        host.encode("idna").decode("idna")
