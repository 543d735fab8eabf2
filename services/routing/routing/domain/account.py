"""Accounts of social networks, and which company runs which network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import unquote, urlsplit

from common.values import Siren, parse_siren
from routing.domain.host import Host

# Pages of a network that are no account.
_NOT_AN_ACCOUNT = frozenset(
    {"p", "reel", "reels", "explore", "stories", "watch", "groups", "events", "marketplace"}
    | {"hashtag", "search", "login", "share", "sharer", "results", "shorts", "video", "videos"}
    | {"company", "in", "channel", "c", "user", "pages", "i", "home", "about"}
)
_BEFORE_THE_HANDLE = frozenset({"company", "in", "channel", "c", "user", "pages"})


@dataclass(frozen=True, slots=True)
class Network:
    """A network: its hosts and, when one is certain, the French company that answers for it."""

    name: str
    title: str
    hosts: tuple[Host, ...]
    siren: Siren | None
    source: str


@cache
def networks() -> Mapping[str, Network]:
    """`networks.json`, by name. Raises `NotASiren` for a number with a wrong key."""
    text = resources.files(__package__).joinpath("networks.json").read_text("utf-8")
    return {
        one["name"]: Network(
            one["name"],
            one["title"],
            tuple(map(Host, one["hosts"])),
            parse_siren(one["siren"]) if one["siren"] else None,
            one["source"],
        )
        for one in json.loads(text)
    }


def account_key(network: str, handle: str) -> str:
    """One key per account: networks do not tell small letters from capitals."""
    return f"{network}/{handle.strip().removeprefix('@').lower()}"


def account_in(url: str, host: Host) -> str | None:
    """The key of the account that an address of a network leads to; None: no network, no account.

    Somebody who gives `instagram.com/shop` means the shop, not the network.
    """
    network = next((one for one in networks().values() if _is_of(host, one)), None)
    if network is None:
        return None
    path = urlsplit(url if "://" in url else f"https://{url}").path
    parts = [unquote(part).lower() for part in path.split("/") if part]
    if len(parts) > 1 and parts[0] in _BEFORE_THE_HANDLE:
        parts = parts[1:]
    if not parts or parts[0] in _NOT_AN_ACCOUNT or len(parts[0]) > 100:
        return None
    return account_key(network.name, parts[0])


def _is_of(host: Host, network: Network) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in network.hosts)
