"""The nine shapes of `target` in a request."""

from typing import Annotated, Literal

from pydantic import Field

from common.http.strict import Line, StrictModel
from intake.domain.targets import LONGEST_NAME, LONGEST_URL, Target, TargetKind, parse_target

Name = Annotated[str, Line(LONGEST_NAME)]
Code = Annotated[str, Line(40)]


class SiretTarget(StrictModel):
    kind: Literal["siret"]
    siret: Code


class CompanyTarget(StrictModel):
    """At least one of the postal code and the département."""

    kind: Literal["company"]
    name: Name
    postal_code: Code | None = None
    department: Code | None = None


class WebsiteTarget(StrictModel):
    kind: Literal["website"]
    url: Annotated[str, Line(LONGEST_URL)]
    seller: Name | None = None


class PhoneTarget(StrictModel):
    kind: Literal["phone"]
    number: Code


class ProductTarget(StrictModel):
    kind: Literal["product"]
    barcode: Code
    siret: Code | None = None


class SocialTarget(StrictModel):
    kind: Literal["social"]
    network: Code
    handle: Annotated[str, Line(100)]


class PlaceTarget(StrictModel):
    """A position (WGS 84), or the INSEE code of a commune."""

    kind: Literal["place"]
    latitude: float | None = None
    longitude: float | None = None
    commune: Code | None = None


class ForeignTarget(StrictModel):
    kind: Literal["foreign"]
    name: Name
    country: Code


class UnknownTarget(StrictModel):
    kind: Literal["unknown"]
    postal_code: Code


TargetBody = Annotated[
    SiretTarget
    | CompanyTarget
    | WebsiteTarget
    | PhoneTarget
    | ProductTarget
    | SocialTarget
    | PlaceTarget
    | ForeignTarget
    | UnknownTarget,
    Field(discriminator="kind"),
]


def parsed(body: TargetBody) -> Target:
    """Raises `TargetRefused`."""
    return parse_target(TargetKind(body.kind), body.model_dump(exclude={"kind"}))
