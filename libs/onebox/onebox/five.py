"""The five services, built to live together in one process."""

import io
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import Any

import agent_analytics.app
import company_portal.app
import intake.app
import notifications.app
import routing.app
from agent_analytics.parts import AnalyticsParts
from common.clock import Clock
from common.command import prepare_all
from common.service import Parts, Service
from common.settings import ServiceSettings
from company_portal.parts import PortalParts
from intake.parts import IntakeParts
from notifications.parts import NotificationsParts
from notifications.ports import MailCarrier
from onebox.environment import Environment, as_settings
from routing.parts import RoutingParts

FIVE: tuple[Service[Any, Any], ...] = (
    intake.app.SERVICE,
    routing.app.SERVICE,
    company_portal.app.SERVICE,
    notifications.app.SERVICE,
    agent_analytics.app.SERVICE,
)


@dataclass(frozen=True, slots=True)
class Past:
    """What replaces the present while the sample is lived through: the date, and the post."""

    clock: Clock
    carrier: MailCarrier


@dataclass(frozen=True, slots=True)
class Tenant:
    """One of the five with what it was built of."""

    service: Service[Any, Any]
    settings: ServiceSettings
    parts: Parts[Any]


@dataclass(frozen=True, slots=True)
class Household:
    """All five. Each is known by its own type, since the sample calls their deeds."""

    intake: IntakeParts
    routing: RoutingParts
    company_portal: PortalParts
    notifications: NotificationsParts
    agent_analytics: AnalyticsParts
    settings: Mapping[str, ServiceSettings]

    @property
    def tenants(self) -> Iterator[Tenant]:
        for service in FIVE:
            parts = getattr(self, service.package)
            yield Tenant(service, self.settings[service.name], parts)

    async def close(self) -> None:
        for tenant in self.tenants:
            await tenant.parts.close()


def read_settings(environments: Mapping[str, Environment]) -> dict[str, Any]:
    return {
        service.name: service.settings(**as_settings(environments[service.name]))
        for service in FIVE
    }


def build(environments: Mapping[str, Environment], *, past: Past | None = None) -> Household:
    """Build the five; in the past they share its clock, and no mail leaves."""
    settings = read_settings(environments)
    clock = past.clock if past else None
    carrier = past.carrier if past else None
    return Household(
        intake=intake.app.build(settings["intake"], clock=clock),
        routing=routing.app.build(settings["routing"], clock=clock),
        company_portal=company_portal.app.build(settings["company-portal"], clock=clock),
        notifications=notifications.app.build(
            settings["notifications"], clock=clock, carrier=carrier
        ),
        agent_analytics=agent_analytics.app.build(settings["agent-analytics"], clock=clock),
        settings=settings,
    )


async def prepare(environments: Mapping[str, Environment]) -> None:
    """Databases, buckets and the like, as each service's `prepare` makes them."""
    settings = read_settings(environments)
    for service in FIVE:
        with redirect_stderr(io.StringIO()):
            await prepare_all(service, settings[service.name])
