"""What the desk reads from its environment."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from common.settings import BrokerSettings


class DeskSettings(BaseSettings):
    """`DATABASES__<SERVICE>` for each service, `BROKER__URL` unless the broker is in-process."""

    model_config = SettingsConfigDict(frozen=True, env_nested_delimiter="__", extra="ignore")

    databases: dict[str, SecretStr]
    broker: BrokerSettings | None = None
