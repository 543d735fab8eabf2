"""Every sentence of the pages is said in English too."""

from common.testing import catalogues


def test_the_catalogue_is_complete_and_holds_nothing_else() -> None:
    assert catalogues.missing("routing") == []
    assert catalogues.unused("routing") == []
