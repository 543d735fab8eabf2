"""What agent-analytics reads from the environment."""

from typing import Annotated

from pydantic import Field, SecretStr

from common.settings import Group, ServiceSettings, StorageSettings


class SecretSettings(Group):
    """`SECRETS__SAFE_KEY`: seals time-code secrets and signing keys; 32 characters at least."""

    safe_key: Annotated[SecretStr, Field(min_length=32)]


class LinkSettings(Group):
    """`LINKS__ROUTING`: the public address of routing, for the link to the triage desk."""

    routing: str


class Settings(ServiceSettings):
    secrets: SecretSettings
    storage: StorageSettings
    links: LinkSettings
