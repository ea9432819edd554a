"""Reads the address of an endpoint: is it one, is it on this machine, how may it be shown."""

from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit


def is_address(base_url: str) -> bool:
    """Whether a client could call it at all."""
    try:
        parts = urlsplit(base_url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_loopback(base_url: str) -> bool:
    """Whether the endpoint is on this machine, so that no text leaves it."""
    host = urlsplit(base_url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def shown_url(base_url: str) -> str:
    """The address without the user and password that it may hold."""
    parts = urlsplit(base_url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
