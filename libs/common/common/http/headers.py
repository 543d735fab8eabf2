"""The headers that keep browsers careful with what we send."""

from collections.abc import Mapping
from dataclasses import dataclass

SAFE_HEADERS: Mapping[str, str] = {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(self), microphone=()",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    # Nearly every answer speaks of somebody; what may be kept says so itself.
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class PagePolicy:
    """What pages of a service may reach beside their own origin: origins, never `*`."""

    connect: tuple[str, ...] = ()
    form_action: tuple[str, ...] = ()
    images: tuple[str, ...] = ()

    def header(self) -> str:
        """The Content-Security-Policy of a page: nothing inline, nothing from elsewhere."""
        return "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "font-src 'self'",
                " ".join(("img-src 'self' data:", *self.images)),
                " ".join(("connect-src 'self'", *self.connect)),
                " ".join(("form-action 'self'", *self.form_action)),
                "base-uri 'none'",
                "frame-ancestors 'none'",
            )
        )
