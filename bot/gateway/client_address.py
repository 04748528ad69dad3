"""Where a request comes from, also behind a reverse proxy."""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web

from bot.domain.errors import BadRequest
from bot.gateway.context import CONTEXT

Network = IPv4Network | IPv6Network


@cache
def read_networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks, comma-separated.

    Raises:
        BadRequest: one of them is neither.
    """
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise BadRequest(f"XIAOER_TRUSTED_PROXIES: {error}") from error


def client_address(request: web.Request) -> str:
    """The address to count by: the peer's, or the one before the last of our own proxies.

    ``X-Forwarded-For`` is read from the right, because everything left of what our own proxies wrote is whatever the
    client liked to send.
    """
    peer = request.remote or ""
    trusted = read_networks(request.app[CONTEXT].settings.trusted_proxies)
    forwarded = ",".join(request.headers.getall("X-Forwarded-For", []))
    address = peer
    for hop in (peer, *reversed(forwarded.split(","))):
        parsed = _parse(hop)
        if parsed is None:
            break
        address = str(parsed)
        if not any(parsed in network for network in trusted):
            break
    return address


def _parse(hop: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(hop.strip())
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
