"""The proxy that the environment names for one base URL, or none. Opens no connection.

httpx reads these variables too, but for every address at once: it fails on an entry of `NO_PROXY` in brackets or with a
network's length, and on a proxy that only other addresses would take. Here what does not concern the base URL is
ignored.
"""

from __future__ import annotations

import ipaddress
import os
import re
from importlib.util import find_spec
from typing import Final
from urllib.request import getproxies

import httpx

from grantex_tui.api.base_url import Address

_PORT: Final = re.compile(r":\d+$", re.ASCII)


def proxy_for(address: Address) -> httpx.Proxy | None:
    """The proxy on the way to `address`; none to this machine, nor where `NO_PROXY` names the host.

    Raises ValueError that names the variable, and not its value: that can hold a password.
    """
    proxies = {} if address.loopback else getproxies()
    scheme = next((name for name in ("https" if address.encrypted else "http", "all") if proxies.get(name)), None)
    if scheme is None or _is_excepted(address.host, proxies.get("no", "")):
        return None
    url = proxies[scheme] if "://" in proxies[scheme] else f"http://{proxies[scheme]}"
    kinds = ("http", "https", "socks5", "socks5h") if find_spec("socksio") else ("http", "https")
    if url.partition("://")[0].lower() not in kinds:
        raise ValueError(f"{_source(scheme)} cannot be used: only http:// and https:// proxies can") from None
    try:
        return httpx.Proxy(url)
    except (ValueError, httpx.InvalidURL):
        raise ValueError(f"{_source(scheme)} cannot be used: it is no URL") from None


def _source(scheme: str) -> str:
    """The variable that `getproxies` took: lower case comes first. On macOS and Windows the system's settings count."""
    names = (f"{scheme}_proxy", f"{scheme}_proxy".upper())
    return next((name for name in names if os.environ.get(name)), "the system's proxy setting")


def _is_excepted(host: str, no_proxy: str) -> bool:
    """Whether `NO_PROXY` names `host`: itself, a domain it lies in, an address, or a network (`fd00::/8`)."""
    return any(_covers(entry, host.lower().rstrip(".")) for entry in re.split(r"[,\s]+", no_proxy.lower()) if entry)


def _covers(entry: str, host: str) -> bool:
    if entry == "*":
        return True
    name = entry.rpartition("://")[2]
    bare = name.partition("]")[0].removeprefix("[") if name.startswith("[") else name
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(bare, strict=False)
    except ValueError:
        domain = _PORT.sub("", name).lstrip("*.").rstrip(".")
        return bool(domain) and f".{host}".endswith(f".{domain}")
