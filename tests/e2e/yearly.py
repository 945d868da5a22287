"""The two of a yearly interview, each with their own browser: who works, and who manages."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import urlsplit

from playwright.sync_api import expect
from pypdf import PdfReader

from portal.kernel import clock
from portal.people.models import Person
from tests.e2e.somebody import Somebody
from tests.support.phone import Phone

CONTINUE = ".form-buttons .button-primary"
# What each prepares about the project; about another topic the person says it aloud.
PREPARED, ANSWERED = "می‌خواهم یک کارگاه را اداره کنم.", "Un atelier s’ouvre en juin."
HEARD, ALOUD = "project", "training"
AGREED = "Formation à l’animation d’ateliers"
# Of the path and of the grid, with the guide's words: what she puts into her CV, what she does not.
CHOSEN, LEFT_OUT = "Médiation à l’accueil de jour", "Bénévolat en maraude"
ON_THE_CV = {
    CHOSEN: True,
    "Etablir un lien de confiance": True,
    LEFT_OUT: False,
    "Maintenir le lien": False,
}


class Side(Somebody):
    """One of the two. `room` is the path of the interview on this side."""

    room: str = ""

    def stand_here(self) -> None:
        self.room = urlsplit(self.page.url).path

    def prepare(self, topic: str, words: str) -> None:
        self.visit(f"{self.room}/prepare/{topic}")
        self.fill("words", words)
        self.press("[name=later]")

    def agree_to_open(self) -> None:
        self.visit(self.room)
        self.press("form[action$='/open'] button")

    def reads_room(self) -> str:
        self.visit(self.room)
        return self.reads()

    def reads_topic(self, topic: str) -> str:
        self.visit(f"{self.room}/prepare/{topic}")
        return self.reads()

    def write_what_was_prepared(self, topic: str) -> None:
        """The record begins with one's own preparation."""
        self.visit(f"{self.room}/record/{topic}")
        self.press(CONTINUE)

    def reads_record(self) -> str:
        self.visit(f"{self.room}/record")
        return self.reads()

    def sign(self) -> None:
        """After having read it."""
        self.visit(f"{self.room}/record")
        self.press("form[action$='/sign'] button")

    def status_of(self, then: str) -> int:
        return self.status(self.room + then)


class Worker(Side):
    def accept_date(self) -> None:
        self.visit("/my/interviews")
        self.press("main .card-title a")
        self.stand_here()
        self.press("form[action$='/date/accept'] button")
        expect(self.page.locator(".tag-ok")).to_be_visible()

    def say(self, topic: str, seconds: float = 2) -> None:
        """Prepare aloud, without leaving the page."""
        self.visit(f"{self.room}/prepare/{topic}")
        main, recorder = "[data-recorder=main]", self.page.locator("[data-portal-recorder]")
        expect(recorder).to_have_attribute("data-state", "idle")
        self.unfold(self.page.locator(main))
        self.page.click(main)
        expect(recorder).to_have_attribute("data-state", "recording")
        self.page.wait_for_timeout(seconds * 1000)
        self.page.click(main)
        expect(recorder).to_have_attribute("data-state", "recorded")
        self.press("button[name=keep]")

    def take_paper(self) -> str:
        """The PDF both signed: what is written in it."""
        self.visit(f"{self.room}/signed")
        return pdf_behind(self, "main a[href$='.pdf']")

    def make_cv(self, language: str, *, lines: list[str], stages: list[str]) -> str:
        """Choose these lines and these stages of the path, by the words beside them."""
        self.visit("/my/cv")
        self.fill("language", language)
        self.fill("wording", "exact")
        self.fill("lines", lines)
        for stage in stages:
            self.page.get_by_label(stage).check(force=True)
        self.press(CONTINUE)
        return self.reads()

    def add_stage(self, title: str) -> None:
        self.visit("/my/path/new")
        self.fill("title", title)
        self.press(CONTINUE)


class Manager(Side):
    def propose(self, home: str, person: str, day: date) -> None:
        """A moment for the yearly interview with somebody of the team."""
        self.visit(f"{home}/interviews/new")
        for name, value in (("person", person), ("kind", "yearly"), ("time", "10:00")):
            self.fill(name, value)
        self.fill("day", day.isoformat())
        self.press(CONTINUE)
        self.stand_here()

    def add_agreement(self, kind: str, what: str, by_when: date, who: str) -> None:
        self.visit(f"{self.room}/record")
        for name, value in (("kind", kind), ("what", what), ("who", who)):
            self.fill(name, value)
        self.fill("by_when", by_when.isoformat())
        self.press("form[action$='/agreements'] button")

    def hears(self, topic: str) -> int:
        """What the browser is answered for what the person said aloud."""
        return self.status_of(f"/prepare/{topic}/voice")


def pdf_behind(reader: Somebody, link: str) -> str:
    """What is written in the PDF a link of the page leads to, spaces made one."""
    address = reader.page.get_attribute(link, "href") or ""
    answer = reader.context.request.get(reader.base + address)
    assert answer.headers["content-type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.body())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def prepare_apart(
    her: Worker, boss: Manager, home: str, who: Person, work: Callable[[], None]
) -> None:
    """In words and aloud; nothing of the one is on a page of the other before both opened."""
    boss.propose(home, str(who.id), clock.today() + timedelta(days=5))
    her.accept_date()
    her.prepare(HEARD, PREPARED)
    her.say(ALOUD)
    boss.prepare(HEARD, ANSWERED)
    work()
    her.agree_to_open()
    assert PREPARED not in boss.reads_room()
    assert (boss.hears(ALOUD), boss.status_of("/record")) == (404, 409)
    assert ANSWERED not in her.reads_room()
    boss.agree_to_open()
    assert PREPARED in boss.reads_room()
    assert boss.hears(ALOUD) == 200
    assert ANSWERED in her.reads_room()


def write_and_sign(her: Worker, boss: Manager) -> str:
    """Side by side, what is agreed, both signatures; the words of the PDF she keeps."""
    her.write_what_was_prepared(HEARD)
    boss.write_what_was_prepared(HEARD)
    boss.add_agreement("training", AGREED, clock.today() + timedelta(days=200), "La direction")
    for said in (PREPARED, ANSWERED, AGREED):
        assert said in her.reads_record()
    her.sign()
    boss.sign()
    return her.take_paper()


def answer_with_cv(mine: Phone, her: Worker, line: str) -> None:
    """The CV says what she chose of her record, and nothing else; one press gives it."""
    for stage in (CHOSEN, LEFT_OUT):
        her.add_stage(stage)
    shown = her.make_cv("fr", lines=[line], stages=[CHOSEN])
    assert CHOSEN in shown
    mine.page = her.page
    mine.begin("fa-AF", "cv")
    mine.at("cv")
    her.press("button[value=mine]")
    expect(her.page.locator(".given-file")).to_have_count(1)
    mine.go()
    mine.finish()


def read_cv(recruiter: Somebody, home: str) -> str:
    """What whoever recruits reads in the CV of the newest answer."""
    recruiter.visit(f"{home}/applications?lang=fr")
    recruiter.press(".inbox-name")
    return pdf_behind(recruiter, ".application-given a[download]")
