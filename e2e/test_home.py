"""The first page: a promise to strangers, and one button to the first lesson."""

import pytest
from playwright.sync_api import expect

from e2e.people import Person
from e2e.steps import complete
from e2e.windows import Windows

REST = "card => Promise.all(card.getAnimations().map(each => each.finished)).then(() => null)"


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_sample_of_an_unlock_comes_to_rest_at_once_or_soon(
    motion: str, windows: Windows
) -> None:
    page = windows.open(reduced_motion=motion)
    page.goto("/")
    sample = page.get_by_role("figure")

    expect(sample).to_contain_text("Intermediate badge unlocked")
    sample.get_by_role("article").evaluate(REST)
    expect(sample.get_by_role("article")).to_have_css("opacity", "1")
    names = page.get_by_role("region", name="A laurel that grows with you").get_by_role("listitem")
    expect(names).to_contain_text(["Beginner", "Intermediate", "Advanced", "Master"])


@pytest.mark.parametrize("has_scripts", [True, False])
def test_one_button_leads_into_the_first_lesson(
    has_scripts: bool, mary: Person, windows: Windows
) -> None:
    page = windows.open(mary, java_script_enabled=has_scripts)
    page.goto("/")

    page.get_by_role("button", name="Start this lesson").click()

    expect(page.get_by_role("heading", level=1, name="The name of hello")).to_be_visible()
    complete(page)
    page.goto("/")
    expect(page.get_by_role("region", name="Your last seven days")).to_contain_text("1 lesson")
    expect(page.get_by_role("link", name="Continue")).to_be_visible()
