"""The pages of the tree as people see them, on a telephone and on a desk."""

import pytest
from playwright.async_api import Browser

from intake.app import create_api
from intake.parts import IntakeParts
from tests.browser import DESK, PHONE, look, served

pytestmark = pytest.mark.browser

PAGES = {
    "/": "tree-home",
    "/problems?q=ma commande n’est jamais arrivée": "tree-search",
    "/problems?q=xkcdq": "tree-search-nothing",
    "/problems/online/order": "tree-level",
    "/problems/canvassing/door/signed_at_home": "tree-leaf",
    "/problems/fake_admin/real_service": "tree-wall",
}
PAGE_BUDGET = 100_000


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_pages_of_the_tree_are_clean_narrow_and_light(
    parts: IntakeParts, browser: Browser, width: int
) -> None:
    async with served(create_api(parts)) as address:
        for path, name in PAGES.items():
            sight = await look(browser, f"{address}{path}", name, width=width)
            assert (path, sight.violations, sight.overflow) == (path, [], 0)
            assert sight.shift < 0.1, path
            assert 0 < sight.weight < PAGE_BUDGET, (path, sight.weight)
