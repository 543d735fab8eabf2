"""The people of a journey, each with what they may do, over the public HTTP contract alone."""

import io
import re
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import httpx
import pyotp
from pypdf import PdfReader

T = TypeVar("T")
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the five services and the mail inbox answer."""

    intake: str
    routing: str
    company_portal: str
    notifications: str
    agent_analytics: str
    inbox: str


class Web:
    """The connections of everyone on a journey, closed together at its end."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def client(self, address: str, *, key: str | None = None) -> httpx.Client:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        made = httpx.Client(base_url=address, headers=headers, timeout=60)
        return self._stack.enter_context(made)


def eventually(look: Callable[[], T | None], *, what: str, within: float = PATIENCE) -> T:
    """Look again until something is seen: the services tell one another in their own time."""
    last = time.monotonic() + within
    while time.monotonic() < last:
        seen = look()
        if seen is not None:
            return seen
        time.sleep(0.1)
    raise AssertionError(f"not seen within {within:.0f} s: {what}")


def checked(response: httpx.Response, status: int) -> Any:
    assert response.status_code == status, f"{response.request.url}: {response.text[:500]}"
    return response.json() if response.content else None


def plain_leaf(nodes: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The way to the first leaf that takes a report about a company and asks nothing of it."""
    for node in nodes:
        path = (node["key"], *plain_leaf(node["children"])) if node["children"] else (node["key"],)
        takes = not node["children"] and not node["wall"] and "siret" in node["targets"]
        asks = node["tags"] or any(question["required"] for question in node["questions"])
        if len(path) > 1 or (takes and not asks):
            return path
    return ()


class Inbox:
    """The mails that really left, read as Mailpit shows them."""

    def __init__(self, web: Web) -> None:
        self._http = web.client(web.addresses.inbox)

    def letters_to(self, email: str) -> list[dict[str, Any]]:
        """Every mail to that address, newest first, with its text."""
        listed = checked(self._http.get("/api/v1/messages", params={"limit": 500}), 200)
        return [
            checked(self._http.get(f"/api/v1/message/{message['ID']}"), 200)
            for message in listed["messages"]
            if any(to["Address"] == email for to in message["To"])
        ]

    def wait_for(self, email: str, pattern: str) -> str:
        """The first group of the pattern in a mail to that address."""

        def look() -> str | None:
            found = (re.search(pattern, mail["Text"]) for mail in self.letters_to(email))
            return next((match.group(1) for match in found if match), None)

        return eventually(look, what=f"a mail to {email} with {pattern}")


class Consumer:
    """Someone with a problem, an e-mail address, and no account."""

    def __init__(self, web: Web, email: str) -> None:
        self.email = email
        self.inbox = Inbox(web)
        self._intake = web.client(web.addresses.intake)
        self._routing = web.client(web.addresses.routing)
        self._tracking: dict[str, str] = {}

    def prove_email(self) -> str:
        checked(self._intake.post("/v1/email-proofs", json={"email": self.email}), 202)
        code = self.inbox.wait_for(self.email, r"\b([0-9]{6})\b")
        proof = checked(
            self._intake.post("/v1/email-proofs/confirm", json={"email": self.email, "code": code}),
            200,
        )
        return str(proof["proof"])

    def find_company(self, words: str, **place: str) -> dict[str, Any]:
        query = {"q": words, **place}
        found = checked(self._routing.get("/v1/establishments", params=query), 200)
        return dict(found["items"][0])

    def attach(self, filename: str, content_type: str, content: bytes) -> str:
        """Ask for a place, put the file there, say that it is there; the service never sees it."""
        slot = checked(
            self._intake.post(
                "/v1/attachments",
                json={"filename": filename, "content_type": content_type, "size": len(content)},
            ),
            201,
        )
        upload = slot["upload"]
        put = httpx.post(
            upload["url"], data=upload["fields"], files={"file": (filename, content, content_type)}
        )
        assert put.status_code in {200, 201, 204}, put.text
        response = self._intake.post(f"/v1/attachments/{slot['id']}/complete", json={})
        assert response.status_code in {200, 202}, response.text
        return str(slot["id"])

    def file(self, body: dict[str, Any], *, key: str) -> dict[str, Any]:
        response = self._intake.post("/v1/reports", json=body, headers={"Idempotency-Key": key})
        return dict(checked(response, 201))

    def open_tracking(self, tracking_url: str) -> None:
        secret = urlsplit(tracking_url).fragment
        session = checked(self._intake.post("/v1/tracking-sessions", json={"secret": secret}), 201)
        self._tracking = {"Authorization": f"Bearer {session['token']}"}

    def follow(self) -> dict[str, Any]:
        return dict(checked(self._intake.get("/v1/tracking/report", headers=self._tracking), 200))

    def wait_for_status(self, status: str) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            report = self.follow()
            return report if report["status"] == status else None

        return eventually(look, what=f"the consumer sees the status {status}")

    def rate(self, rating: str, comment: str) -> None:
        response = self._intake.post(
            "/v1/tracking/report/review",
            json={"rating": rating, "comment": comment},
            headers={**self._tracking, "Idempotency-Key": f"review-{self.email}-0123456789"},
        )
        assert response.status_code in {200, 201}, response.text


class Printer:
    """Who prints the letters: reads the codes on paper, as the company's post room would."""

    def __init__(self, web: Web, operator_key: str) -> None:
        self._http = web.client(web.addresses.notifications, key=operator_key)

    def read_letter(self, siret: str) -> str:
        """The activation code on the letter to that establishment."""
        digits = r"\s*".join(siret)

        def look() -> str | None:
            made = self._http.post(
                "/v1/letters/batches",
                json={},
                headers={"Idempotency-Key": f"batch-{siret}-{time.monotonic_ns()}"},
            )
            if made.status_code != 201:
                return None
            pdf = PdfReader(
                io.BytesIO(self._http.get(made.json()["url"], follow_redirects=True).content)
            )
            for page in pdf.pages:
                text = page.extract_text()
                code = re.search(r"\b([0-9A-Z]{5}-[0-9A-Z]{5})\b", text)
                if code and re.search(digits, text):
                    return code.group(1)
            return None

        return eventually(look, what=f"a letter to {siret}")


class Company:
    """Someone who works at an establishment."""

    def __init__(self, web: Web, email: str) -> None:
        self.email = email
        self.inbox = Inbox(web)
        self._http = web.client(web.addresses.company_portal)

    def activate(self, siret: str, code: str, password: str) -> None:
        body = {"siret": siret, "code": code, "email": self.email}
        checked(self._http.post("/v1/activations", json=body), 202)
        token = self.inbox.wait_for(self.email, r"https?://\S+[#?=/]([A-Za-z0-9_-]{40,})")
        account = {
            "token": token,
            "password": password,
            "first_name": "Camille",
            "last_name": "Durand",
        }
        checked(self._http.post("/v1/accounts", json=account), 201)

    def log_in(self, password: str, totp_secret: str | None = None) -> None:
        body = {"email": self.email, "password": password}
        if totp_secret:
            body["totp"] = pyotp.TOTP(totp_secret).now()
        session = checked(self._http.post("/v1/sessions", json=body), 201)
        self._http.headers["Authorization"] = f"Bearer {session['token']}"

    def wait_for_report(self, reference: str) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            listed = checked(self._http.get("/v1/reports", params={"q": reference}), 200)
            return next((item for item in listed["items"] if item["reference"] == reference), None)

        return eventually(look, what=f"{reference} in the company's inbox")

    def read(self, report_id: str) -> dict[str, Any]:
        return dict(checked(self._http.get(f"/v1/reports/{report_id}"), 200))

    def answer(self, report_id: str, body: dict[str, Any], *, key: str) -> httpx.Response:
        return self._http.post(
            f"/v1/reports/{report_id}/answer", json=body, headers={"Idempotency-Key": key}
        )


class PublicAgent:
    """A public officer."""

    def __init__(self, web: Web) -> None:
        self._http = web.client(web.addresses.agent_analytics)

    def log_in(self, email: str, password: str, totp_secret: str) -> None:
        body = {"email": email, "password": password, "totp": pyotp.TOTP(totp_secret).now()}
        session = checked(self._http.post("/v1/sessions", json=body), 201)
        self._http.headers["Authorization"] = f"Bearer {session['token']}"

    def wait_for_report(self, reference: str, status: str) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            listed = checked(self._http.get("/v1/reports", params={"q": reference}), 200)
            found = (item for item in listed["items"] if item["reference"] == reference)
            return next((item for item in found if item["status"] == status), None)

        return eventually(look, what=f"{reference} as {status} in the agents' search")

    def count(self, by: str) -> int:
        """How many reports the breakdown counts in all."""
        breakdown = checked(self._http.get("/v1/statistics/breakdown", params={"by": by}), 200)
        return sum(int(item["count"]) for item in breakdown["items"])
