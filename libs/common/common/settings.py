"""Groups of settings; each service composes its own `Settings` from them."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(Group):
    """`DATABASE__URL`: `postgresql://user:password@host/database`."""

    url: SecretStr
    pool_size: int = 10


class BrokerSettings(Group):
    """`BROKER__URL`: `amqp://…`. `namespace` prefixes every exchange and queue.

    The first delay is short: what comes out of order over two queues is late by milliseconds.
    """

    url: SecretStr
    namespace: str = ""
    prefetch: int = 16
    retry_delays: tuple[timedelta, ...] = (
        timedelta(seconds=1),
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=10),
        timedelta(hours=1),
    )


class HttpSettings(Group):
    """Where a service listens, and the address that people see."""

    host: str = "127.0.0.1"
    port: int
    public_url: str
    secure_cookies: bool = True
    trusted_proxies: tuple[str, ...] = ()


class StorageSettings(Group):
    """An S3 API. `public_endpoint` is the one a browser reaches, when it differs."""

    endpoint: str
    public_endpoint: str | None = None
    region: str = "eu-west-1"
    access_key: SecretStr
    secret_key: SecretStr
    quarantine_bucket: str = "vigie-quarantine"
    clean_bucket: str = "vigie-clean"
    letters_bucket: str = "vigie-letters"
    index_bucket: str = "vigie-index"


class WorkerSettings(Group):
    """Where the worker tells how it is; without `port` it tells nobody.

    `niceness`, 0 to 19: how far the worker steps back where it shares processors with an API.
    What it does waits in a queue; whoever sends a report waits in front of a screen.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    niceness: int = Field(default=0, ge=0, le=19)


class TelemetrySettings(Group):
    """`otlp_endpoint`: where traces go; None keeps them in the process."""

    otlp_endpoint: str | None = None
    log_level: str = "INFO"


class ServiceSettings(BaseSettings):
    """What every service reads: `DATABASE__URL`, `BROKER__URL`, `HTTP__PORT` and so on."""

    model_config = SettingsConfigDict(frozen=True, env_nested_delimiter="__", extra="ignore")

    database: DatabaseSettings
    broker: BrokerSettings | None = None
    http: HttpSettings
    worker: WorkerSettings = WorkerSettings()
    telemetry: TelemetrySettings = TelemetrySettings()
