"""What a consumer gave to find the recipient by, in one form."""

from common.contracts.report import PhoneTarget, Target, WebsiteTarget
from routing.domain.whereabouts import host_of, phone_of


def host_given(target: Target) -> str | None:
    return host_of(target.url) if isinstance(target, WebsiteTarget) else None


def phone_given(target: Target) -> str | None:
    return phone_of(target.number) if isinstance(target, PhoneTarget) else None
