"""How to get in: addresses and accounts, for people at the terminal and for programs."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from onebox.progress import say

TITLES = {
    "intake": "Signaler, suivre (consommateurs)",
    "routing": "Annuaire, signalements à orienter",
    "company-portal": "Lire, répondre (entreprises)",
    "notifications": "Envois (exploitants)",
    "agent-analytics": "Rechercher, compter (agents)",
    "inbox": "Boîte de réception de tous les courriels",
}


@dataclass(frozen=True, slots=True)
class Account:
    """`siret`: the establishment a company's admin answers for."""

    email: str
    password: str
    totp_secret: str
    siret: str | None = None
    company: str | None = None
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accounts:
    company_admin: Account
    agent: Account
    supervisor: Account


@dataclass(frozen=True, slots=True)
class Access:
    """`addresses` by service, with `inbox`; `operator_key` opens the pages of notifications."""

    addresses: Mapping[str, str]
    accounts: Accounts
    operator_key: str

    def as_json(self) -> dict[str, Any]:
        accounts = {
            name: {key: value for key, value in account.items() if value not in (None, ())}
            for name, account in asdict(self.accounts).items()
        }
        return {
            "addresses": dict(self.addresses),
            "accounts": accounts,
            "operator_key": self.operator_key,
        }

    def write(self, file: Path) -> None:
        """Replace the file at once: a reader sees the old one or the new one."""
        partial = file.with_suffix(".part")
        partial.touch(mode=0o600)
        partial.write_text(json.dumps(self.as_json(), indent=2, ensure_ascii=False) + "\n")
        partial.replace(file)

    def tell(self) -> None:
        say()
        for name, address in self.addresses.items():
            say(f"  {address}  {TITLES[name]}")
        say()
        for role, account in (
            ("entreprise", self.accounts.company_admin),
            ("agent", self.accounts.agent),
            ("superviseur", self.accounts.supervisor),
        ):
            place = f"  SIRET {account.siret} ({account.company})" if account.siret else ""
            say(f"  {role:<12} {account.email}  mot de passe {account.password}{place}")
        say(f"  {'exploitant':<12} clé {self.operator_key}")
        say()
        say(f"  Codes à usage unique de ces comptes : {self.addresses['inbox']}/codes")
        say("  Les mêmes accès, pour un programme : .demo/access.json")
        say("  Ctrl-C arrête tout ; « make demo » reprend où l’on en était.")
