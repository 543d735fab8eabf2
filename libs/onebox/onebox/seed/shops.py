"""Which establishments of the sample registry the sample reports are about."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence

from onebox.seed.plan import Shop
from routing.domain.establishment import Diffusion, Establishment

# The activities (NAF) that fit each top category of the tree.
ACTIVITIES = {
    "shops": ("47.1", "47.2", "47.4", "47.5", "47.7"),
    "online": ("47.9",),
    "restaurants": ("56.1",),
    "telecom": ("61.", "95.1"),
    "energy": ("35.", "43.22"),
    "travel": ("79.", "55.1", "49.3"),
    "works": ("43.", "41."),
    "public_services": ("84.",),
}
EACH = 5
ACTIVE_OF_EACH = 3


async def choose_shops(batches: AsyncIterator[Sequence[Establishment]]) -> list[Shop]:
    """A few open establishments for each category, those of larger companies first."""
    found: defaultdict[str, list[Establishment]] = defaultdict(list)
    sizes: defaultdict[str, int] = defaultdict(int)
    async for batch in batches:
        for each in filter(_is_suitable, batch):
            sizes[each.siren] += 1
            category = _category(each.activity_code or "")
            if category:
                found[category].append(each)
    return [
        shop
        for category in ACTIVITIES
        for shop in _chosen(
            category, sorted(found[category], key=lambda e: (-sizes[e.siren], e.siret))
        )
    ]


def _chosen(category: str, candidates: Iterable[Establishment]) -> list[Shop]:
    """Head offices first, then their branches and others; the first ones have accounts."""
    ranked = sorted(list(candidates)[: EACH * 4], key=lambda each: not each.is_head_office)
    return [
        Shop(
            siret=each.siret,
            name=each.trade_name or each.name,
            postal_code=each.location.postal_code or "75001",
            category=category,
            is_active=number < ACTIVE_OF_EACH,
        )
        for number, each in enumerate(ranked[:EACH])
    ]


def _is_suitable(each: Establishment) -> bool:
    return (
        each.is_open
        and each.diffusion is Diffusion.OPEN
        and each.location.postal_code is not None
        and bool(each.trade_name or each.name)
    )


def _category(activity: str) -> str | None:
    for category, prefixes in ACTIVITIES.items():
        if activity.startswith(prefixes):
            return category
    return None
