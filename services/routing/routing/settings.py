"""What routing reads from the environment."""

from pathlib import Path

from pydantic import SecretStr

from common.settings import Group, ServiceSettings, StorageSettings


class SearchSettings(Group):
    """`SEARCH__DIRECTORY`: where the search indexes are, on a disk of this machine."""

    directory: Path = Path("var/routing-index")


class LinksSettings(Group):
    """Pages of the other services, for links only. `LINKS__INTAKE`, `LINKS__AGENT_ANALYTICS`."""

    intake: str | None = None
    agent_analytics: str | None = None


class SireneSettings(Group):
    """`SIRENE__API_KEY`: without it INSEE is never asked. `SIRENE__URL`: its API's address."""

    api_key: SecretStr | None = None
    url: str = "https://api.insee.fr/api-sirene/3.11"


class Settings(ServiceSettings):
    """`PICKER_KEY` is shared with intake. `STORAGE__…`: replicas share indexes through it."""

    picker_key: SecretStr
    search: SearchSettings = SearchSettings()
    storage: StorageSettings | None = None
    links: LinksSettings = LinksSettings()
    sirene: SireneSettings = SireneSettings()
