"""The composition root of notifications: the one place that chooses what it is made of."""

from fastapi import FastAPI

from common.clock import Clock, SystemClock
from common.db.engine import create_engine
from common.http.app import create_app
from common.ids import Chance, SystemChance
from common.service import Service
from common.storage import ObjectStorage, S3Storage
from common.unit_of_work import Ground
from notifications.api import bounces, deliveries, letters
from notifications.api.problems import PROBLEMS
from notifications.consumers import subscriptions
from notifications.domain.access import AccessKeys
from notifications.domain.links import Links
from notifications.domain.mail import Sender
from notifications.domain.webhook import Secrets, secret_bytes
from notifications.gateways.mail_writer import TemplateWriter
from notifications.gateways.smtp import Server, SmtpCarrier
from notifications.gateways.typst_press import TypstPress
from notifications.jobs import jobs, loops
from notifications.pages import operators, printing, signing_in, unsubscribing
from notifications.pages.frame import frame
from notifications.parts import Correspondence, NotificationsParts
from notifications.ports import MailCarrier
from notifications.settings import BounceSettings, MailSettings, Settings


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    chance: Chance | None = None,
    carrier: MailCarrier | None = None,
    storage: ObjectStorage | None = None,
) -> NotificationsParts:
    """What the settings describe; a test may put its own world in place of the real one."""
    clock = clock or SystemClock()
    links = Links(
        portal=settings.links.company_portal.rstrip("/"),
        own=settings.http.public_url.rstrip("/"),
        key=settings.unsubscribe_key.get_secret_value().encode(),
    )
    return NotificationsParts(
        ground=Ground(
            service="notifications",
            engine=create_engine(
                settings.database.url.get_secret_value(),
                application="notifications",
                pool_size=settings.database.pool_size,
            ),
            clock=clock,
            chance=chance or SystemChance(),
        ),
        http=settings.http,
        links=links,
        keys=AccessKeys(
            operator=bytes.fromhex(settings.access.operator_key_sha256),
            printer=bytes.fromhex(settings.access.printing_key_sha256 or "") or None,
        ),
        bounce_secrets=_secrets(settings.bounces),
        mail=_correspondence(settings.mail, carrier, clock=clock),
        press=TypstPress(links),
        storage=storage or S3Storage(settings.storage),
        letters_bucket=settings.storage.letters_bucket,
    )


def _secrets(settings: BounceSettings) -> Secrets:
    given = (settings.secret, settings.next_secret)
    return tuple(secret_bytes(secret.get_secret_value()) for secret in given if secret)


def _correspondence(
    settings: MailSettings, carrier: MailCarrier | None, *, clock: Clock
) -> Correspondence:
    server = Server(
        host=settings.host,
        port=settings.port,
        security=settings.security,
        username=settings.username,
        password=settings.password.get_secret_value() if settings.password else None,
        timeout=settings.timeout,
        helo=settings.domain,
    )
    return Correspondence(
        writer=TemplateWriter(),
        carrier=carrier or SmtpCarrier(server, clock=clock),
        sender=Sender(
            settings.sender_name, settings.sender_address, settings.domain, settings.reply_to
        ),
        notices_per_day=settings.notices_per_day,
        lanes=settings.lanes,
    )


def create_api(parts: NotificationsParts) -> FastAPI:
    pages = frame()
    app = create_app(
        service="notifications",
        title="Vigie – notifications",
        ground=parts.ground,
        settings=parts.http,
        routers=(
            deliveries.router,
            letters.router,
            bounces.router,
            signing_in.router,
            operators.router,
            printing.router,
            unsubscribing.router,
        ),
        problems=PROBLEMS,
        pages=pages,
    )
    app.state.parts = parts
    app.state.pages = pages
    return app


async def prepare(parts: NotificationsParts) -> None:
    """The bucket of the letters."""
    await parts.storage.ensure_buckets(parts.letters_bucket)


SERVICE = Service(
    name="notifications",
    package="notifications",
    settings=Settings,
    build=build,
    create_api=create_api,
    subscriptions=subscriptions,
    loops=loops,
    jobs=jobs,
    prepare=prepare,
)
