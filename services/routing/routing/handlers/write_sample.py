"""Write a synthetic stock as the two files that INSEE publishes."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from routing.domain.sample.layout import ESTABLISHMENT_COLUMNS, LEGAL_UNIT_COLUMNS
from routing.domain.sample.stock import Firm, Shop, siret_of
from routing.domain.words import fold

ESTABLISHMENTS = "StockEtablissement_utf8.csv"
LEGAL_UNITS = "StockUniteLegale_utf8.csv"
_HIDDEN = "[ND]"
_TREATED = "2026-01-05T08:00:00"


def write_sample(firms: Iterable[Firm], into: Path) -> Iterator[Path]:
    """Stream the firms into both files; gives back their paths once written."""
    into.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        units, shops = (
            csv.DictWriter(
                stack.enter_context((into / name).open("w", encoding="utf-8", newline="")),
                columns,
                restval="",
                lineterminator="\n",
            )
            for name, columns in (
                (LEGAL_UNITS, LEGAL_UNIT_COLUMNS),
                (ESTABLISHMENTS, ESTABLISHMENT_COLUMNS),
            )
        )
        units.writeheader()
        shops.writeheader()
        for firm in firms:
            units.writerow(_unit(firm))
            shops.writerows(_shop(firm, shop) for shop in firm.shops)
    yield into / ESTABLISHMENTS
    yield into / LEGAL_UNITS


def _unit(firm: Firm) -> dict[str, str]:
    head = next((shop for shop in firm.shops if shop.is_head_office), firm.shops[0])
    row = {
        "siren": firm.siren,
        "statutDiffusionUniteLegale": "P" if firm.is_partial else "O",
        "sigleUniteLegale": firm.acronym or "",
        "prenom1UniteLegale": firm.first_name or "",
        "prenomUsuelUniteLegale": firm.first_name or "",
        "nomUniteLegale": firm.last_name or "",
        "denominationUniteLegale": firm.name or "",
        "categorieJuridiqueUniteLegale": firm.legal_category,
        "activitePrincipaleUniteLegale": firm.activity_code,
        "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2",
        "etatAdministratifUniteLegale": "A" if firm.is_open else "C",
        "nicSiegeUniteLegale": siret_of(firm, head)[9:],
        "dateCreationUniteLegale": firm.shops[0].opened_on,
        "dateDebut": firm.shops[-1].opened_on,
        "dateDernierTraitementUniteLegale": _TREATED,
        "nombrePeriodesUniteLegale": "1",
    }
    hidden = ("prenom1UniteLegale", "prenomUsuelUniteLegale", "nomUniteLegale")
    return row | dict.fromkeys(hidden, _HIDDEN) if firm.is_partial else row


def _shop(firm: Firm, shop: Shop) -> dict[str, str]:
    siret = siret_of(firm, shop)
    row = {
        "siren": firm.siren,
        "nic": siret[9:],
        "siret": siret,
        "statutDiffusionEtablissement": "P" if firm.is_partial else "O",
        "dateCreationEtablissement": shop.opened_on,
        "dateDernierTraitementEtablissement": _TREATED,
        "etablissementSiege": "true" if shop.is_head_office else "false",
        "nombrePeriodesEtablissement": "1",
        "numeroVoieEtablissement": shop.street_number,
        "typeVoieEtablissement": shop.street_type,
        "libelleVoieEtablissement": shop.street,
        "codePostalEtablissement": shop.commune.postal_code,
        "libelleCommuneEtablissement": _commune_name(shop),
        "codeCommuneEtablissement": shop.commune.code,
        "dateDebut": shop.opened_on,
        "etatAdministratifEtablissement": "A" if shop.is_open else "F",
        "enseigne1Etablissement": shop.sign or "",
        "activitePrincipaleEtablissement": firm.activity_code,
        "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
        "caractereEmployeurEtablissement": "N",
    }
    hidden = (
        "numeroVoieEtablissement",
        "typeVoieEtablissement",
        "libelleVoieEtablissement",
        "codePostalEtablissement",
        "enseigne1Etablissement",
    )
    return row | dict.fromkeys(hidden, _HIDDEN) if firm.is_partial else row


def _commune_name(shop: Shop) -> str:
    return fold(shop.commune.name).upper()
