"""Who recruits in a structure: writes an offer, hears the answers, answers them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from portal.jobs.enums import OfferStep
from tests.e2e.somebody import Somebody
from tests.spaces.employer import mission

SIMPLE_STEPS = (OfferStep.JOB, OfferStep.PLACE, OfferStep.CONTRACT, OfferStep.PAY)
QUESTION = "Qu’est-ce qui vous a amené à postuler sur ce poste ?"
REASON = "Le poste demande d’écrire des bilans."


class Recruiter(Somebody):
    offer: str = ""  # the address of the offer being written

    def write_mission(self, home: str) -> None:
        """The description of `mission`, field after field, through the steps of an offer."""
        self.visit(f"{home}/offers/new")
        self.press("form:has(input[value=blank]) button")
        self.offer = self.page.url.split("/steps/")[0]
        for step in SIMPLE_STEPS:
            self._write(step, mission.SIMPLE[step])
        self._write_rows(
            OfferStep.MISSIONS,
            "missions",
            [
                {"title": title, "text": about, "tasks": "\n".join(tasks)}
                for title, about, tasks in mission.MISSIONS
            ],
        )
        self._write_rows(
            OfferStep.PROFILE,
            "criteria",
            [{"kind": kind, "text": about, "firm": firm} for kind, about, firm in mission.CRITERIA],
            {"training_requirement": "in_post"},
        )
        self._write(OfferStep.FRENCH, mission.SIMPLE[OfferStep.FRENCH])
        self._write(
            OfferStep.ANSWERING,
            {
                "ways": ["voice", "cv", "letter"],
                "reason_letter": REASON,
                "questions-0-text": QUESTION,
            },
        )
        self._write(OfferStep.RECRUITMENT, mission.SIMPLE[OfferStep.RECRUITMENT])

    def _write(self, step: OfferStep, values: Mapping[str, Any], press: str = "next") -> None:
        if f"/steps/{step.value}" not in self.page.url:
            self.visit(f"{self.offer}/steps/{step.value}")
        for name, value in values.items():
            self.fill(name, value)
        self.press(f'main form [name=do][value="{press}"]')

    def _write_rows(
        self,
        step: OfferStep,
        name: str,
        rows: Sequence[Mapping[str, str]],
        others: Mapping[str, str] | None = None,
    ) -> None:
        for number, row in enumerate(rows):
            values = {f"{name}-{number}-{field}": value for field, value in row.items()}
            last = number == len(rows) - 1
            self._write(step, values | dict(others or {}), "next" if last else f"{name}-add")

    def translate(self, language: str, texts: Mapping[str, str]) -> None:
        self.visit(f"{self.offer.replace('/offers/', '/translations/')}/{language}")
        for section, text in texts.items():
            self.fill(f"text-{section}", text)
        self.press("main form .form-buttons button")

    def read_aloud(self, language: str, speech: Path) -> None:
        """The offer for the ear."""
        self.visit(f"{self.offer}/steps/languages")
        self.fill("language", language)
        self.page.set_input_files("main [name=recording]", speech)
        self.press("#recordings form[action$=recordings] button[type=submit]")

    def preview(self) -> str:
        """What a phone will show."""
        self.visit(f"{self.offer}/steps/check")
        self.press("a[href$=preview]")
        return self.page.locator(".phone-frame").text_content() or ""

    def publish(self) -> None:
        self.press("a[href$='steps/check']")
        self.press("form[action$=publish] button")

    def listen(self) -> str:
        """Press the button of the first voice of the page; the address of the sound."""
        player = self.page.locator(".application-given .player").first
        if player.locator("button").is_visible():
            player.locator("[data-player=toggle]").click()
            expect(player).to_have_attribute("data-state", "playing")
        return player.locator("audio").get_attribute("src") or ""

    def note(self, criterion: str, words: str) -> None:
        self.fill("note_criterion", criterion)
        self.fill("note_body", words)
        self.press("form[action$=notes] button")

    def move(self, step: str, **values: str) -> str:
        """Go to the next step; the words the person will read, as the page shows them before."""
        self.press(f"a[href$='move/{step}']")
        for name, value in values.items():
            self.fill(name, value)
        words = self.page.input_value("#text")
        self.press(".move-preview button:not([formaction])")
        return words

    def write(self, words: str, language: str) -> None:
        self.fill("message_body", words)
        self.fill("message_language", language)
        self.press("form[action$=messages] button")
