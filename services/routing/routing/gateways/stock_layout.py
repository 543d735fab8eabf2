"""INSEE's columns, as the Sirene stock files name them, and what is kept of each."""

from collections.abc import Mapping

from routing.ports import StockKind

_E = "Etablissement"
_U = "UniteLegale"

REQUIRED: Mapping[StockKind, tuple[str, ...]] = {
    StockKind.ESTABLISHMENTS: (
        "siren",
        "siret",
        f"statutDiffusion{_E}",
        "etablissementSiege",
        f"complementAdresse{_E}",
        f"numeroVoie{_E}",
        f"indiceRepetition{_E}",
        f"typeVoie{_E}",
        f"libelleVoie{_E}",
        f"codePostal{_E}",
        f"libelleCommune{_E}",
        f"libelleCommuneEtranger{_E}",
        f"distributionSpeciale{_E}",
        f"codeCommune{_E}",
        f"codeCedex{_E}",
        f"libelleCedex{_E}",
        f"libellePaysEtranger{_E}",
        "dateDebut",
        f"etatAdministratif{_E}",
        f"enseigne1{_E}",
        f"enseigne2{_E}",
        f"enseigne3{_E}",
        f"denominationUsuelle{_E}",
        f"activitePrincipale{_E}",
    ),
    StockKind.LEGAL_UNITS: (
        "siren",
        f"statutDiffusion{_U}",
        f"sigle{_U}",
        f"prenom1{_U}",
        f"prenomUsuel{_U}",
        f"etatAdministratif{_U}",
        f"nom{_U}",
        f"nomUsage{_U}",
        f"denomination{_U}",
        f"denominationUsuelle1{_U}",
        f"denominationUsuelle2{_U}",
        f"denominationUsuelle3{_U}",
        f"categorieJuridique{_U}",
        f"activitePrincipale{_U}",
        f"nicSiege{_U}",
    ),
    StockKind.SUCCESSIONS: (
        "siretEtablissementPredecesseur",
        "siretEtablissementSuccesseur",
        "dateLienSuccession",
        "transfertSiege",
        "continuiteEconomique",
    ),
}

# When INSEE last treated the line: absent from some extracts.
TREATED: Mapping[StockKind, str | None] = {
    StockKind.ESTABLISHMENTS: f"dateDernierTraitement{_E}",
    StockKind.LEGAL_UNITS: f"dateDernierTraitement{_U}",
    StockKind.SUCCESSIONS: None,
}


def read_columns(kind: StockKind) -> tuple[str, ...]:
    """Every column that is read, whether or not the file must have it."""
    treated = TREATED[kind]
    return (*REQUIRED[kind], treated) if treated else REQUIRED[kind]


# In the order of the CSV that is handed to COPY.
TABLE_COLUMNS: Mapping[StockKind, tuple[str, ...]] = {
    StockKind.ESTABLISHMENTS: (
        "siret",
        "siren",
        "is_open",
        "is_head_office",
        "diffusion",
        "state_since",
        "sign",
        "other_signs",
        "usual_name",
        "activity_code",
        "complement",
        "street",
        "special_distribution",
        "postal_code",
        "commune",
        "commune_code",
        "department",
        "cedex_code",
        "cedex",
        "country",
        "treated_at",
    ),
    StockKind.LEGAL_UNITS: (
        "siren",
        "name",
        "acronym",
        "usual_name",
        "legal_category",
        "activity_code",
        "head_office_siret",
        "is_open",
        "diffusion",
        "treated_at",
    ),
    StockKind.SUCCESSIONS: (
        "predecessor",
        "successor",
        "linked_on",
        "moves_head_office",
        "is_continuous",
    ),
}

# What INSEE writes in place of what a person in partial diffusion keeps to themselves.
NOT_DISCLOSED = "[ND]"
STATES: Mapping[StockKind, tuple[str, str]] = {
    StockKind.ESTABLISHMENTS: ("A", "F"),
    StockKind.LEGAL_UNITS: ("A", "C"),
}
DIFFUSIONS = ("O", "P", "N")
