"""What personal data is called on the pages."""

from collections.abc import Mapping

from common.http.language import Text
from intake.domain.personal_data import PersonalKind

PERSONAL_KIND: Mapping[PersonalKind, Text] = {
    PersonalKind.EMAIL: Text("une adresse électronique", "an e-mail address"),
    PersonalKind.PHONE: Text("un numéro de téléphone", "a telephone number"),
    PersonalKind.IBAN: Text("un numéro de compte bancaire (IBAN)", "a bank account number (IBAN)"),
    PersonalKind.CARD: Text("un numéro de carte bancaire", "a payment card number"),
    PersonalKind.PLATE: Text("une plaque d’immatriculation", "a number plate"),
    PersonalKind.SOCIAL_NUMBER: Text(
        "un numéro de sécurité sociale", "a French social security number"
    ),
}
