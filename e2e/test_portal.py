"""The administrator's scene: people are added and imported in the portal, and then really can log in."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from e2e.support.browser import Browser, opened
from e2e.support.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]

WRONG = "login,name,team,queues\nzelie,Zélie Marchand,Commercial,sales:80\nyann,Yann Petit,Commercial,salles:40\n"
RIGHT = WRONG.replace("salles", "support")


async def test_people_are_added_imported_and_let_in(stack: Stack, tmp_path: Path) -> None:
    """If this fails, a company cannot give its people accounts by itself, or gives them accounts that do not work."""
    account = stack.accounts()["admin"]
    async with opened(stack.status()["url"], microphone_hertz=440, folder=tmp_path) as browser:
        await log_in(browser.page, account.login, account.password)
        await browser.click("nav-admin")
        await expect(browser.page.get_by_test_id("people")).to_be_visible()
        await browser.picture("people")
        password = await add(browser)
        await import_with_an_error(browser)
        await import_without(browser)
        await find(browser)
        await look_at_roles(browser)
        await look_at_the_audit_trail(browser)
        await log_out(browser.page)
        await log_in(browser.page, "nina", password)
        await expect(browser.page.get_by_test_id("sign-in-browser")).to_be_visible()
        await expect(browser.page.get_by_test_id("nav-admin")).to_have_count(0)


async def log_in(page: Page, login: str, password: str) -> None:
    await page.get_by_test_id("login").fill(login)
    await page.get_by_test_id("password").fill(password)
    await page.get_by_test_id("submit").click()
    await expect(page.get_by_test_id("person-menu")).to_be_visible()


async def log_out(page: Page) -> None:
    await page.get_by_test_id("person-menu").click()
    await page.get_by_test_id("log-out").click()
    await expect(page.get_by_test_id("submit")).to_be_visible()


async def add(browser: Browser) -> str:
    """Add an agent with a queue; the password that is shown once."""
    page = browser.page
    await browser.click("add-person")
    await page.get_by_test_id("field-login").fill("-nina")
    await expect(page.get_by_text("commence par une lettre")).to_be_visible()
    await page.get_by_test_id("field-login").fill("nina")
    await page.get_by_test_id("field-name").fill("Nina Faure")
    await page.get_by_test_id("field-team").fill("Support")
    await page.get_by_test_id("add-queue").select_option("support")
    await page.get_by_test_id("level-support").fill("70")
    await page.get_by_test_id("add-skill").select_option("french")
    await browser.picture("new-person")
    await browser.click("save")
    password = await page.get_by_test_id("password").text_content()
    assert password
    await browser.picture("new-password")
    await browser.click("open-person")
    await expect(page.get_by_test_id("level-support")).to_have_value("70")
    await browser.picture("person")
    return password


async def choose(page: Page, content: str) -> None:
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": content.encode()}
    await page.locator('input[type="file"]').set_input_files(file)


async def import_with_an_error(browser: Browser) -> None:
    """The mistake is told by row and column, and nobody is imported."""
    page = browser.page
    await page.get_by_test_id("nav-admin").click()
    await browser.click("import-people")
    await choose(page, WRONG)
    error = page.get_by_test_id("import-error")
    await expect(error).to_have_count(1)
    await expect(error).to_have_attribute("data-row", "3")
    await expect(error).to_contain_text("salles:40")
    await expect(page.get_by_test_id("import-now")).to_have_count(0)
    await browser.picture("import-error")


async def import_without(browser: Browser) -> None:
    """The mended file is tried, then imported; the new passwords are offered once."""
    await choose(browser.page, RIGHT)
    await expect(browser.page.get_by_test_id("import-created")).to_contain_text("2")
    await browser.picture("import-dry-run")
    await browser.click("import-now")
    await expect(browser.page.get_by_test_id("imported")).to_be_visible()
    await expect(browser.page.get_by_test_id("save-passwords")).to_be_visible()
    await browser.click("to-people")


async def find(browser: Browser) -> None:
    """Search is the server's, without accents; two people are changed at once."""
    page = browser.page
    await page.get_by_test_id("people-search").fill("zelie")
    await expect(page.get_by_test_id("person-row")).to_have_count(1)
    await expect(page.get_by_test_id("person-row")).to_contain_text("Zélie Marchand")
    await browser.click("filter-clear")
    await page.get_by_test_id("filter-team").select_option("Commercial")
    rows = page.locator('[data-testid="person-row"]')
    await expect(page.locator('[data-login="yann"]')).to_be_visible()
    await expect(rows.filter(has_text="Nina")).to_have_count(0)
    for login in ("zelie", "yann"):
        await page.locator(f'[data-login="{login}"]').get_by_test_id("choose").check()
    await browser.click("bulk-change")
    await page.get_by_test_id("bulk-addQueue").select_option("support")
    await browser.click("bulk-try")
    await browser.picture("bulk")
    await browser.click("bulk-now")
    await expect(page.get_by_test_id("bulk-done")).to_be_visible()


async def look_at_roles(browser: Browser) -> None:
    """A role made like a supervisor's is kept; built-in ones are only looked at."""
    page = browser.page
    await page.get_by_role("link", name="Rôles").click()
    await page.locator('[data-role="supervisor"]').get_by_role("link").first.click()
    await expect(page.get_by_test_id("people-read")).to_be_disabled()
    await browser.picture("role")
    await browser.click("copy-role")
    await page.get_by_test_id("role-name").fill("Chef de nuit")
    await page.get_by_test_id("people-modify").check()
    await browser.click("save")
    await expect(page.get_by_test_id("role-page")).to_contain_text("Chef de nuit")
    await expect(page.get_by_test_id("people-modify")).to_be_checked()


async def look_at_the_audit_trail(browser: Browser) -> None:
    """What was just done stands in the trail, with its author."""
    await browser.page.get_by_role("link", name="Journal d’audit").click()
    row = browser.page.locator('[data-testid="audit-row"][data-action="roles.manage"]').first
    await expect(row).to_contain_text("admin")
    await browser.picture("audit")
