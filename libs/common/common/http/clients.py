"""Where a request comes from, as far as counting tries needs to know."""

from ipaddress import IPv4Address, ip_address, ip_network

from starlette.requests import Request

_NOWHERE = "unknown"


def network_of(request: Request) -> str:
    """The caller's network: /24 for IPv4, /56 for IPv6, what one subscriber holds.

    Behind trusted proxies the server has put the address that they saw in the request.
    """
    if request.client is None:
        return _NOWHERE
    try:
        address = ip_address(request.client.host)
    except ValueError:
        return _NOWHERE
    mapped = getattr(address, "ipv4_mapped", None)
    plain = mapped or address
    length = 24 if isinstance(plain, IPv4Address) else 56
    return str(ip_network((plain, length), strict=False))
