"""What the portal reads from the environment."""

from typing import Annotated

from pydantic import Field, SecretStr

from common.settings import Group, ServiceSettings, StorageSettings


class SecretSettings(Group):
    """`SECRETS__SAFE_KEY`: seals the secrets of one-time codes; 32 characters at least."""

    safe_key: Annotated[SecretStr, Field(min_length=32)]


class Settings(ServiceSettings):
    secrets: SecretSettings
    storage: StorageSettings
