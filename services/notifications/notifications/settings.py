"""All that notifications reads from the environment."""

from datetime import timedelta
from typing import Literal

from pydantic import Field, SecretStr

from common.settings import Group, ServiceSettings, StorageSettings


class MailSettings(Group):
    """The server that takes our mails, and the name they bear.

    Certificates are always verified; `security = "none"` is for a server on the same machine.
    `domain` ends each `Message-ID`; `notices_per_day` is how many notices of new reports and
    reminders one company address gets in 24 hours; `lanes` is how many mails are sent at once.
    """

    host: str
    port: int = 25
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: str | None = None
    password: SecretStr | None = None
    timeout: timedelta = Field(default=timedelta(seconds=30), le=timedelta(seconds=50))
    sender_name: str = "Vigie"
    sender_address: str
    reply_to: str | None = None
    domain: str
    notices_per_day: int = 20
    lanes: int = Field(default=4, ge=1, le=16)


class LinksSettings(Group):
    """Public addresses of the pages that messages lead to."""

    company_portal: str


class AccessSettings(Group):
    """SHA-256 digests, in hexadecimal, of the keys that operators and the printing centre hold."""

    operator_key_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    printing_key_sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")


class BounceSettings(Group):
    """What the mail provider signs its reports with; the second secret serves during a change."""

    secret: SecretStr | None = None
    next_secret: SecretStr | None = None


class Settings(ServiceSettings):
    storage: StorageSettings
    mail: MailSettings
    links: LinksSettings
    access: AccessSettings
    bounces: BounceSettings = BounceSettings()
    unsubscribe_key: SecretStr
