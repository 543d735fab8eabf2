"""Tell what became of former recipients since a new registry is in service."""

from collections.abc import Sequence

from common.contracts.report import Recipient
from common.contracts.routing import (
    EstablishmentChange,
    EstablishmentChanged,
    EstablishmentClosed,
)
from routing.domain.establishment import Diffusion, Establishment
from routing.handlers.disclose import disclose
from routing.store import Store
from routing.store.followed import Followed

AT_ONCE = 200


async def announce_changes(store: Store) -> int:
    """Compare some followed establishments with the running registry; how many that were.

    Nothing depends on which registries were skipped, or on how often this is done: what differs
    from what was told last is told, once.
    """
    registry = await store.registry.version()
    if registry is None:
        return 0
    followed = await store.followed.behind(registry.version, limit=AT_ONCE)
    known = await store.establishments.many([one.siret for one in followed])
    # One that INSEE no longer publishes is not known to be closed: nothing is told of it.
    after = [
        await _told(one, known[one.siret], store) if one.siret in known else one for one in followed
    ]
    await store.followed.compared(after, registry=registry.version)
    return len(followed)


async def _told(followed: Followed, now: Establishment, store: Store) -> Followed:
    """Publish what differs, if anything; gives back what was told by then."""
    recipient = disclose(now)
    successor = None
    if not now.is_open:
        successor = await store.successions.successor_of(now.siret)
    number = successor.siret if successor else None
    was_open = followed.told is None or followed.told.is_open
    after = followed.after(recipient, successor=number)
    is_news = was_open or recipient != followed.told or number != followed.successor
    if not now.is_open and is_news:
        store.publish(
            EstablishmentClosed(
                siret=now.siret,
                version=after.version,
                recipient=recipient,
                occurred_at=store.clock.now(),
                closed_on=now.state_since,
                successor=disclose(successor) if successor else None,
            )
        )
        return after
    changes = _changes(followed.told, recipient, now.diffusion)
    if not changes:
        return Followed(now.siret, followed.version, recipient, number)
    store.publish(
        EstablishmentChanged(
            siret=now.siret,
            version=after.version,
            recipient=recipient,
            occurred_at=store.clock.now(),
            changes=tuple(changes),
        )
    )
    return after


def _changes(
    told: Recipient | None, now: Recipient, diffusion: Diffusion
) -> Sequence[EstablishmentChange]:
    if told is None or told == now:
        return ()
    if diffusion is not Diffusion.OPEN and told.address.lines:
        return (EstablishmentChange.UNDISCLOSED,)
    found = {
        EstablishmentChange.RENAMED: (told.name, told.trade_name) != (now.name, now.trade_name),
        EstablishmentChange.MOVED: told.address != now.address,
        EstablishmentChange.REOPENED: now.is_open and not told.is_open,
        EstablishmentChange.HEAD_OFFICE: told.is_head_office != now.is_head_office,
    }
    return [change for change, is_so in found.items() if is_so] or (EstablishmentChange.OTHER,)
