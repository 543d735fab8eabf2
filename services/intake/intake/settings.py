"""What intake reads from the environment."""

from typing import Literal

from pydantic import SecretStr

from common.settings import Group, ServiceSettings, StorageSettings


class AntivirusSettings(Group):
    """`ANTIVIRUS__KIND`: `clamd`, or `demo`, which knows the EICAR test file and nothing else."""

    kind: Literal["clamd", "demo"] = "clamd"
    host: str = "127.0.0.1"
    port: int = 3310


class LinksSettings(Group):
    """Where people find the other services; `LINKS__ROUTING` is routing's public address."""

    routing: str


class Settings(ServiceSettings):
    """`PICKER_KEY` is shared with routing: it signs the address a search returns to."""

    storage: StorageSettings
    antivirus: AntivirusSettings = AntivirusSettings()
    links: LinksSettings
    picker_key: SecretStr
