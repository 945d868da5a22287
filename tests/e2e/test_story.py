"""The whole story in a real browser: an offer, an answer by voice, what each hears of the other.

The structure sits at a desk, the candidate holds a phone of 360 px. Jobs run as a worker runs them.
What the microphone hears is real speech by espeak-ng; it has no Pashto voice, so its Persian one
reads the Pashto words.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.jobs import step_texts
from portal.jobs.enums import OfferStep
from portal.kernel import clock, i18n
from portal.kernel.i18n import gettext_
from portal.organisations.enums import OrganisationKind, Role
from tests.e2e.candidate import Candidate, phone
from tests.e2e.recruiter import QUESTION, REASON, Recruiter
from tests.e2e.somebody import Somebody
from tests.e2e.sound import as_sent_by, listen, say
from tests.factories.people import make_organisation, make_person
from tests.spaces.employer import mission
from tests.support.outbox import Outbox, Sent

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("story"),
    pytest.mark.usefixtures("structures"),
]

DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "locale": "fr"}
NUMBER, TEXTED = "06 39 98 12 34", "+33639981234"
RECRUITER, ANOTHER = "thomas@example.org", "ines@example.org"
HOME = "/employer/la-halte"
SECONDS = 5.0

# The text message of every step.
NEUTRAL = "il y a du nouveau. Voir la suite : %(link)s"


@dataclass(frozen=True)
class Told:
    """A story: in which language, through what, and how it ends."""

    language: str
    voice: str
    says: str
    looks_for: str
    sends: str
    reads: str
    answers: str
    offer: Mapping[str, str]


IN_PASHTO = {
    "title": "د ګډې تجربې د کار مسئول",
    "summary": "تاسو د روغتیا له مسئولې سره یوځای د پروژې کار پرمخ وړئ.",
}
PASHTO = Told(
    language="ps",
    voice="fa",
    says="سلام. زما نوم نور دی. زه په پښتو او دري خبرې کوم او غواړم له تاسو سره کار وکړم. مننه.",
    looks_for="ګډې تجربې",
    sends="old-phone.3gp",
    reads="سلام، موږ ستاسو غږ واورېد. مننه.",
    answers="مننه. زه د سې شنبې په ورځ راتلای شم.",
    offer=IN_PASHTO,
)
FRENCH = Told(
    language="fr",
    voice="fr",
    says="Bonjour. Je m’appelle Noor. Je parle pachto, dari et un peu français. À bientôt.",
    looks_for="referente travail pair",  # no accent, no mid-dot
    sends="voice.ogg",
    reads="Bonjour, nous avons écouté votre message. Merci.",
    answers="Merci. Je peux venir mardi.",
    offer={name: mission.SIMPLE[OfferStep.JOB][name] for name in IN_PASHTO},
)


@pytest.fixture(params=[PASHTO, FRENCH], ids=["ps", "fr"])
def told(request: pytest.FixtureRequest) -> Told:
    found: Told = request.param
    return found


@pytest.fixture
def speech(tmp_path: Path, told: Told) -> Path:
    return say(tmp_path / "voice.wav", told.voice, told.says)


@pytest.fixture
def listening(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], speech: Path
) -> Iterator[Browser]:
    """A browser whose microphone hears the speech."""
    arguments = [
        *browser_type_launch_args["args"],
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={speech}",
    ]
    browser = browser_type.launch(**(browser_type_launch_args | {"args": arguments}))
    yield browser
    browser.close()


@pytest.fixture
def structures(backstage: Session, settings: Settings) -> None:
    """The structure of the story, and another of the same region."""
    federation = make_organisation(backstage, OrganisationKind.FEDERATION, "FAS Test")
    for name, person, address in (
        ("La Halte", "Thomas", RECRUITER),
        ("Le Relais", "Inès", ANOTHER),
    ):
        member = make_person(backstage, settings, person, address)
        make_organisation(
            backstage,
            OrganisationKind.STRUCTURE,
            name,
            federation=federation,
            members=[(member, Role.RECRUITER)],
        )


class Story:
    """Who is in it, and what reached them."""

    def __init__(
        self,
        browser: Browser,
        site: Settings,
        told: Told,
        work: Callable[[], None],
        outbox: Outbox,
        *,
        script: bool,
    ) -> None:
        self.browser, self.base, self.told = browser, site.base_url, told
        self.work, self.outbox, self.script = work, outbox, script
        self.recruiter = Recruiter(self._context(**DESK), self.base)
        self.candidate = Candidate(self._context(**phone()), self.base)
        self._heard: dict[str, int] = {}

    def _context(self, **options: Any) -> Any:
        return self.browser.new_context(java_script_enabled=self.script, **options)

    def new_phone(self) -> Candidate:
        """The same person, in a browser that knows nothing: the one a text message opens."""
        return Candidate(self._context(**phone()), self.base)

    def somebody(self) -> Somebody:
        return Somebody(self._context(**DESK), self.base)

    def news(self, address: str) -> Sent:
        """Let the jobs run: the one message that reaches this address."""
        self.work()
        messages = self.outbox.to(address)
        before, self._heard[address] = self._heard.get(address, 0), len(messages)
        assert len(messages) == before + 1, [message.text for message in messages[before:]]
        return messages[-1]

    def forget_codes(self, *addresses: str) -> None:
        """What was received so far is no news."""
        for address in addresses:
            self._heard[address] = len(self.outbox.to(address))

    def words(self, message: str, **values: object) -> str:
        """Words of the interface, in the candidate's language."""
        locale = i18n.find(self.told.language)
        assert locale
        with i18n.use(locale):
            return gettext_(message, **values)

    def texted(self, message: str, **values: object) -> str:
        """The same in a text message, behind our name."""
        return self.words("Portail : %(text)s", text=self.words(message, **values))

    def step(self, step: str) -> str:
        """How the person is told a step, up to the first word that is filled in."""
        return step_texts.default(step, self.told.language).partition("{")[0].strip()


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def story(
    request: pytest.FixtureRequest,
    listening: Browser,
    site: Settings,
    told: Told,
    work: Callable[[], None],
    outbox: Outbox,
) -> Iterator[Story]:
    found = Story(listening, site, told, work, outbox, script=request.param)
    yield found
    assert found.recruiter.complaints == []
    assert found.candidate.complaints == []


def test_an_offer_is_answered_by_voice_and_the_answer_is_answered(
    story: Story, speech: Path, tmp_path: Path
) -> None:
    told, recruiter, candidate = story.told, story.recruiter, story.candidate
    recruiter.sign_in(RECRUITER, story.work, story.outbox)
    story.forget_codes(RECRUITER)
    _publish(story, speech)

    candidate.find(told.language, told.looks_for)
    _find_everything(candidate, told)
    assert listen(candidate.listen()).seconds == pytest.approx(_length(speech), abs=0.5)
    candidate.begin()
    spoken = _answer(story, speech, tmp_path)
    link = candidate.send("Noor", NUMBER)
    assert candidate.page.get_attribute("html", "lang") == told.language
    assert candidate.page.inner_text("h1") == story.words("Votre message est bien arrivé")
    receipt = story.news(TEXTED)
    assert (receipt.link, receipt.language) == (link, told.language)

    recruiter.visit(story.news(RECRUITER).link)
    sound = recruiter.listen()
    _hear(recruiter, sound, spoken)
    recruiter.note(mission.CRITERIA[0][1], "Explique clairement, à l’oral.")
    assert "Explique clairement, à l’oral." in recruiter.reads()

    _move(story, link, "in_review", "%(structure)s étudie votre message.")
    _talk(story, link)
    day = (clock.today() + timedelta(days=9)).isoformat()
    _move(story, link, "interview", "", day=day, time="10:30", place="Paris")
    _end(story, link)
    _nobody_else_sees(story, link)


def _publish(story: Story, speech: Path) -> None:
    """The structure writes, translates, reads aloud, looks at it as on a phone, publishes."""
    recruiter = story.recruiter
    recruiter.write_mission(HOME)
    recruiter.translate("ps", IN_PASHTO)
    recruiter.read_aloud(story.told.language, speech)
    story.work()
    seen = recruiter.preview()
    assert mission.PROJECT in " ".join(seen.split())
    recruiter.publish()
    assert "Offre publiée" in recruiter.reads()


def _find_everything(candidate: Candidate, told: Told) -> None:
    """No field of the description is left without a place on the page."""
    seen = candidate.reads()
    expected = [*told.offer.values(), *mission.SAID, REASON, QUESTION]
    assert [words for words in expected if words not in seen] == []


def _length(speech: Path) -> float:
    return listen(as_sent_by("recorder.wav", speech)).seconds


def _answer(story: Story, speech: Path, folder: Path) -> float:
    """By voice; how many seconds were said."""
    if story.script:
        network = story.candidate.speak_through_a_cut(SECONDS)
        first, lost, again = network.offsets[:3]
        assert first == 0 < lost == again, "it goes on where it stopped"
        return SECONDS
    name = story.told.sends
    file = folder / name
    file.write_bytes(as_sent_by(name, speech))
    story.candidate.give_recording(file)
    return _length(speech)


def _hear(recruiter: Recruiter, address: str, spoken: float) -> None:
    """What the player is served is the whole voice, loud enough, and can be sought in."""
    whole = recruiter.context.request.get(recruiter.base + address)
    heard = listen(whole.body())
    assert heard.seconds == pytest.approx(spoken, abs=1.0)
    assert -30 < heard.loudness < -12
    part = recruiter.context.request.get(
        recruiter.base + address, headers={"Range": "bytes=100-199"}
    )
    assert (part.status, part.body()) == (206, whole.body()[100:200])


def _move(story: Story, link: str, step: str, says: str, **values: str) -> None:
    """The structure moves the application; the person is told, and reads it behind the link."""
    assert story.recruiter.move(step, **values).startswith(story.step(step))
    message = story.news(TEXTED)
    # A phone may be shared: the text message says nothing but where to read.
    assert message.text == story.texted(NEUTRAL, link=message.link)
    assert (message.link, message.language) == (link, story.told.language)
    reader = story.new_phone()
    reader.visit(message.link)
    assert reader.page.get_attribute("html", "lang") == story.told.language
    assert story.step(step) in reader.reads()
    if says:
        assert reader.page.inner_text("#now") == story.words(says, structure="La Halte")
    assert reader.complaints == []
    reader.context.close()


def _talk(story: Story, link: str) -> None:
    """The structure writes, the person replies, the structure is told and reads it."""
    told, recruiter = story.told, story.recruiter
    recruiter.write(told.reads, told.language)
    message = story.news(TEXTED)
    assert (message.link, message.language) == (link, told.language)
    reader = story.new_phone()
    reader.visit(link)
    assert told.reads in reader.reads()
    assert story.words("Écouté par %(name)s", name="Thomas") in reader.reads()
    reader.reply(told.answers)
    reader.context.close()
    recruiter.visit(story.news(RECRUITER).link)
    assert told.answers in recruiter.reads()


def _end(story: Story, link: str) -> None:
    """Where no script runs the person takes the post; elsewhere they do not want it any more."""
    recruiter, reader = story.recruiter, story.new_phone()
    if not story.script:
        _move(story, link, "offered", "On vous propose le poste.")
    reader.visit(link)
    if story.script:
        reader.withdraw()
    else:
        reader.accept()
    assert story.news(TEXTED).text == story.texted(NEUTRAL, link=link)
    reader.context.close()
    mail = story.news(RECRUITER)
    assert mail.subject.startswith("Candidature retirée" if story.script else "Poste accepté")
    recruiter.visit(mail.link)
    label = "Retirée" if story.script else "Acceptée"
    assert label in recruiter.reads()


def _nobody_else_sees(story: Story, link: str) -> None:
    """Every address of the structure is 404 for a stranger and for another structure."""
    inside = sorted(path for path in story.recruiter.met if path.startswith(HOME))
    assert len(inside) > 15
    stranger, other = story.somebody(), story.somebody()
    other.sign_in(ANOTHER, story.work, story.outbox)
    assert other.status("/employer/le-relais") == 200
    elsewhere = [path.replace("la-halte", "le-relais") for path in inside if _names_a_thing(path)]
    private = [path for path in story.candidate.met if path.startswith(("/uploads", "/follow"))]
    token = link.rsplit("/", 1)[1]
    guessed = [path.replace(token, token[:-1] + "x") for path in private] + [f"/follow/{token}x"]
    for who in (stranger, other):
        seen = {path: who.status(path) for path in [*inside, *elsewhere, *guessed]}
        assert {path: status for path, status in seen.items() if status != 404} == {}


def _names_a_thing(path: str) -> bool:
    return any(part.count("-") == 4 for part in path.split("/"))
