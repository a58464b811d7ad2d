"""The database is away for a moment while somebody writes."""

from playwright.sync_api import expect

from e2e.people import Person
from e2e.steps import composer, open_first_lesson, settle
from e2e.windows import Windows

COMMENTS = "**/comments/"


def test_what_was_typed_is_kept_and_sent_when_the_database_is_back(
    windows: Windows, mary: Person
) -> None:
    page = windows.open(mary)
    windows.tolerate("503")
    open_first_lesson(page)
    settle(page)
    page.route(COMMENTS, lambda route: route.fulfill(status=503, body="Try again."))
    composer(page).fill("Is a tree a blob?")
    post = page.get_by_role("button", name="Comment", exact=True)

    post.click()

    expect(page.get_by_role("alert")).to_contain_text("cannot reach its database")
    expect(composer(page)).to_have_value("Is a tree a blob?")
    page.unroute(COMMENTS)
    post.click()
    expect(page.get_by_role("article").filter(has_text="Is a tree a blob?")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()
