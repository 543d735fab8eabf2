"""Documents as INSEE's Sirene API 3.11 gives them."""

import json
from pathlib import Path
from typing import Any

from routing.domain.sample.stock import Firm, siret_of

MORNING = "2026-05-01T06:15:00.000"


def an_establishment(
    firm: Firm,
    rank: int = 0,
    *,
    treated: str = MORNING,
    unit: dict[str, Any] | None = None,
    address: dict[str, Any] | None = None,
    period: dict[str, Any] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """The shop of the sample, as the API tells it."""
    shop = firm.shops[rank]
    siret = siret_of(firm, shop)
    return {
        "siren": firm.siren,
        "nic": siret[9:],
        "siret": siret,
        "statutDiffusionEtablissement": "O",
        "dateCreationEtablissement": shop.opened_on,
        "dateDernierTraitementEtablissement": treated,
        "etablissementSiege": shop.is_head_office,
        "nombrePeriodesEtablissement": 2,
        "uniteLegale": {
            "etatAdministratifUniteLegale": "A",
            "statutDiffusionUniteLegale": "O",
            "denominationUniteLegale": firm.name,
            "sigleUniteLegale": firm.acronym,
            "categorieJuridiqueUniteLegale": firm.legal_category,
            "activitePrincipaleUniteLegale": firm.activity_code,
            "nicSiegeUniteLegale": siret[9:],
            "dateDernierTraitementUniteLegale": treated,
        }
        | (unit or {}),
        "adresseEtablissement": {
            "complementAdresseEtablissement": None,
            "numeroVoieEtablissement": shop.street_number,
            "typeVoieEtablissement": shop.street_type,
            "libelleVoieEtablissement": shop.street,
            "codePostalEtablissement": shop.commune.postal_code,
            "libelleCommuneEtablissement": shop.commune.name.upper(),
            "codeCommuneEtablissement": shop.commune.code,
        }
        | (address or {}),
        "adresse2Etablissement": {"codePostal2Etablissement": None},
        "periodesEtablissement": [
            {
                "dateFin": None,
                "dateDebut": "2026-04-30",
                "etatAdministratifEtablissement": "A" if shop.is_open else "F",
                "enseigne1Etablissement": shop.sign,
                "denominationUsuelleEtablissement": None,
                "activitePrincipaleEtablissement": firm.activity_code,
            }
            | (period or {}),
            {
                "dateFin": "2026-04-29",
                "dateDebut": shop.opened_on,
                "etatAdministratifEtablissement": "A",
                "enseigne1Etablissement": "ANCIEN NOM",
            },
        ],
    } | changes


def a_page(
    *establishments: dict[str, Any], cursor: str = "*", following: str | None = None
) -> dict[str, Any]:
    return {
        "header": {
            "statut": 200,
            "message": "ok",
            "total": len(establishments),
            "debut": 0,
            "nombre": len(establishments),
            "curseur": cursor,
            "curseurSuivant": following or cursor,
        },
        "etablissements": list(establishments),
    }


def links(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {
        "header": {"statut": 200, "curseur": "*", "curseurSuivant": "*"},
        "liensSuccession": [
            {
                "siretEtablissementPredecesseur": before,
                "siretEtablissementSuccesseur": after,
                "dateLienSuccession": "2026-04-30",
                "transfertSiege": False,
                "continuiteEconomique": True,
            }
            for before, after in pairs
        ],
    }


def write(path: Path, *documents: Any) -> Path:
    """One document on each line."""
    path.write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")
    return path
