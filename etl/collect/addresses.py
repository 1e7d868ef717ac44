"""Which addresses may be fetched from: public ones, and those that the settings allow."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address

# Ranges that hold an IPv4 address inside an IPv6 one; what counts is the address inside.
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


@dataclass(frozen=True, slots=True)
class AddressRule:
    """Public addresses only, besides the hosts and networks that are allowed by name."""

    allowed: tuple[str, ...] = ()

    def permits(self, host: str, address: str) -> bool:
        """True if a connection to this address, looked up for this host, may be made."""
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return is_public(found) or any(_covers(entry, host, found) for entry in self.allowed)


def is_public(address: Address) -> bool:
    """True for addresses of the open internet; an IPv4 address inside an IPv6 one is unwrapped."""
    inside = _embedded(address)
    if inside is not None:
        return is_public(inside)
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or (isinstance(address, IPv6Address) and address.is_site_local)
    )


def _embedded(address: Address) -> IPv4Address | None:
    if not isinstance(address, IPv6Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    low = int(address) & 0xFFFF_FFFF
    if address in _NAT64 or (address in _COMPATIBLE and low > 1):
        return IPv4Address(low)
    return None


def _covers(entry: str, host: str, address: Address) -> bool:
    """True if an entry of the settings, a host name or a network, covers the connection."""
    if entry.lower() == host.lower().strip("[]"):
        return True
    try:
        return address in ip_network(entry, strict=False)
    except ValueError:
        return False
