"""A structure reads its offer aloud without leaving the page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.house import House

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("apply")]


def test_an_offer_is_read_aloud_in_dari(
    office: Callable[[House], Page], house: House, work: Callable[[], None]
) -> None:
    page = office(house)
    page.goto(f"{page.url}/offers/{house.draft_offer.id}/steps/languages")
    section = page.locator("#recordings")
    before = section.locator(".panel").count()
    section.get_by_text("Ajouter un enregistrement").click()
    recorder = page.locator("[data-portal-recorder]")
    expect(recorder).to_have_attribute("data-state", "idle")
    section.locator("select[name=language]").select_option("fa-AF")
    page.click("[data-recorder=main]")
    expect(recorder).to_have_attribute("data-state", "recording")
    page.wait_for_timeout(5000)  # a busy phone is slow to begin
    page.reload()  # a crash loses nothing
    expect(recorder).to_have_attribute("data-state", "recorded")
    section.locator("select[name=language]").select_option("fa-AF")
    section.get_by_role("button", name="Garder cet enregistrement").click()
    expect(page.get_by_text("L’enregistrement est gardé")).to_be_visible()
    expect(section.locator(".panel")).to_have_count(before + 1)
    section.get_by_text("Ajouter un enregistrement").click()
    expect(recorder).to_have_attribute("data-state", "idle")  # the phone forgot it
    work()
    page.reload()
    source = section.locator("audio[lang=fa-AF]").get_attribute("src")
    assert source
    sound = page.request.get(source if "://" in source else page.url.split("/employer")[0] + source)
    assert (sound.status, sound.headers["content-type"]) == (200, "audio/mp4")
