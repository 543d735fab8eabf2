"""What the kinds of questions are called on the tree's preview."""

from collections.abc import Mapping

from common.http.language import Text
from intake.domain.category_node import QuestionKind

QUESTION_KIND: Mapping[QuestionKind, Text] = {
    QuestionKind.TEXT: Text("texte", "text"),
    QuestionKind.CHOICE: Text("un choix", "one choice"),
    QuestionKind.CHOICES: Text("plusieurs choix", "several choices"),
    QuestionKind.DATE: Text("date passée", "past date"),
    QuestionKind.DAY: Text("date", "date"),
    QuestionKind.TIME_SLOT: Text("heure", "hour"),
    QuestionKind.AMOUNT: Text("montant", "amount"),
    QuestionKind.BARCODE: Text("code-barres", "barcode"),
    QuestionKind.POSTAL_CODE: Text("code postal", "postcode"),
}
