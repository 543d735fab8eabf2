"""A right is there, or the deed is refused."""

from company_portal.domain.rights import Action, Actor, Verdict, allow


class ForbiddenDeed(PermissionError):
    """The object may be seen, but not this be done."""


class UnknownEstablishment(LookupError):
    """There is no such establishment, or none of this person's."""


def demand_right(actor: Actor, action: Action, siret: str) -> None:
    """Raise UnknownEstablishment or ForbiddenDeed unless the actor may do this there."""
    verdict = allow(actor, action, siret)
    if verdict is Verdict.HIDDEN:
        raise UnknownEstablishment(siret)
    if verdict is Verdict.FORBIDDEN:
        raise ForbiddenDeed(action)
