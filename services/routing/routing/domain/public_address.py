"""Which network addresses belong to the public internet: the only ones that we ever connect to."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Each hides an IPv4 address in an IPv6 one; nobody’s website needs them.
_TUNNELS = tuple(
    map(ip_network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"))
)
# Assigned for protocols or given up: not every version of Python knows.
_SPECIAL = tuple(map(ip_network, ("192.0.0.0/24", "fec0::/10")))


def is_public(text: str) -> bool:
    """Whether it is safe to connect there.

    Not private, loopback, link-local (which cloud machines answer secrets on), shared, reserved,
    multicast nor unspecified, and no IPv4 address in disguise.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if any(address in network for network in _SPECIAL):
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None or address.scope_id is not None:
            return False
        if any(address in tunnel for tunnel in _TUNNELS):
            return False
    return _is_plainly_global(address)


def _is_plainly_global(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or address.is_link_local
        or address.is_private
    )
