"""What the search keeps of an establishment survives being packed."""

from hypothesis import given
from hypothesis import strategies as st

from common.values import Siren, Siret
from routing.domain.establishment import Diffusion, Establishment, Location, portrait
from routing.domain.sketch import packed, sketch_of, unpacked

texts = st.one_of(st.none(), st.text(max_size=30))


@given(texts, texts, texts, st.text(max_size=30), texts, texts, st.booleans(), st.booleans())
def test_a_packed_sketch_resembles_as_the_establishment_does(  # noqa: PLR0913, PLR0917 - drawn
    sign: str | None,
    usual_name: str | None,
    acronym: str | None,
    name: str,
    street: str | None,
    commune: str | None,
    is_open: bool,  # noqa: FBT001 - drawn
    is_head_office: bool,  # noqa: FBT001 - drawn
) -> None:
    one = Establishment(
        siret=Siret("05980665300016"),
        siren=Siren("059806653"),
        name=name,
        location=Location(street=street, commune=commune, postal_code="13260", department="13"),
        diffusion=Diffusion.OPEN,
        is_open=is_open,
        is_head_office=is_head_office,
        sign=sign,
        usual_name=usual_name,
        acronym=acronym,
    )
    kept = unpacked(packed(sketch_of(one)))
    assert (kept.siret, kept.is_open, kept.is_head_office) == (one.siret, is_open, is_head_office)
    assert kept.portrait == portrait(one)
