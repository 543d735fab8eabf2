"""The secrets of one installation on this machine: made once, kept in a file of its own."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from common.ids import Chance
from common.secrets import new_secret
from onebox.object_storage import Credentials


@dataclass(frozen=True, slots=True)
class Secrets:
    """`operator_key` and `printing_key` open the pages of notifications."""

    storage_access_key: str
    storage_secret_key: str
    picker_key: str
    portal_safe_key: str
    agents_safe_key: str
    unsubscribe_key: str
    operator_key: str
    printing_key: str

    @property
    def storage(self) -> Credentials:
        return Credentials(self.storage_access_key, self.storage_secret_key)


def kept_secrets(file: Path, chance: Chance) -> Secrets:
    """The secrets in the file; made and written there the first time."""
    if not file.exists():
        made = {name: new_secret(chance) for name in Secrets.__dataclass_fields__}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(Secrets(**made)), indent=2))
    return Secrets(**json.loads(file.read_text()))


def digest_of(key: str) -> str:
    """What a service is told of a key that only its holder has: SHA-256, in hexadecimal."""
    return sha256(key.encode()).hexdigest()
