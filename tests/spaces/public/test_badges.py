"""From a session that is over to a certificate and a badge anybody can check."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database, Reach
from portal.kernel.vault import KeyRing, new_key
from portal.organisations.enums import Role
from portal.trainings import credentials, half_days
from portal.trainings.actions import attending, keys
from portal.trainings.actions.attending import Mark
from portal.trainings.enums import AttendanceState, Revocation
from portal.trainings.models import Badge, BadgeKey, BadgeSecret, Certificate, TrainingSession
from portal.trainings.tasks.keys import turn_keys
from tests.factories.attending import came, held_dates
from tests.factories.house import House, build_training_house
from tests.factories.joining import Asker
from tests.factories.people import enter
from tests.factories.trainings import officer_of, open_session
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.published import put_online
from tests.support.verifier import Ask, Refused, verify


@dataclass(frozen=True)
class Over:
    """A session that is over: Zahra came, Awa did not; who runs it."""

    house: House
    dates: TrainingSession
    zahra: Asker
    awa: Asker
    officer: HtmxVisitor

    @property
    def desk(self) -> str:
        held = f"/federation/{self.house.federation.slug}/trainings/held/{self.dates.id}"
        return f"{held}/certificates"


@pytest.fixture
def over(
    backstage: Session,
    database: Database,
    settings: Settings,
    new_visitor: Callable[..., HtmxVisitor],
) -> Over:
    house = build_training_house(backstage, "attestations")
    assert house.trainings
    put_online(backstage, house.trainings.online)
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    dates = held_dates(database, writer, house.trainings.online)
    zahra, awa = (came(database, settings, dates, name) for name in ("Zahra", "Awa"))
    with open_session(database, writer) as session:
        slot = half_days.of_session(dates)[0]
        said = Mark(AttendanceState.PRESENT)
        attending.mark(session, writer, dates, zahra.registration_id, slot, said)
        session.commit()
    officer = new_visitor()
    enter(officer, backstage, house.federal_writer)
    _a_week_ago(backstage, dates.id)
    return Over(house, dates, zahra, awa, officer)


def _a_week_ago(backstage: Session, session_id: UUID) -> None:
    """What was today was a week ago."""
    dates = backstage.get_one(TrainingSession, session_id)
    week = timedelta(days=7)
    dates.starts_on, dates.ends_on = dates.starts_on - week, dates.ends_on - week
    dates.half_days = [
        {**one, "on": (date.fromisoformat(one["on"]) - week).isoformat()} for one in dates.half_days
    ]
    backstage.execute(
        text("UPDATE attendance SET day = day - 7 WHERE session_id = :id"), {"id": session_id}
    )
    backstage.commit()


def issue(over: Over) -> None:
    over.officer.submit(over.officer.get(over.desk).form(over.desk))


def after(asker: Asker) -> str:
    return f"/registrations/{asker.token}/after"


def jwt_of(visitor: HtmxVisitor, asker: Asker) -> str:
    return visitor.fetch(f"{after(asker)}/badge.jwt").text


def test_once_it_is_over_the_link_leads_first_to_what_is_left(
    over: Over, visitor: HtmxVisitor
) -> None:
    """Nothing to put in a calendar any more; what was noted, and the way back from there."""
    page = visitor.get(f"/registrations/{over.awa.token}?lang=fr")
    assert "La formation est terminée." in page.text
    assert "Mettre dans mon agenda" not in page.text
    page = visitor.click(page, "Vos présences")
    assert "Rien n’a été noté." in page.text
    assert "Le jour venu" not in page.text
    page = visitor.click(page, "Votre inscription")
    assert page.url == f"/registrations/{over.awa.token}"


@pytest.fixture
def ask(visitor: HtmxVisitor) -> Ask:
    """What anybody on the internet is answered."""

    def fetch(url: str) -> tuple[int, bytes]:
        answer = visitor.fetch(url)
        return answer.status_code, answer.data

    return fetch


def badge_of(backstage: Session, asker: Asker) -> Badge:
    backstage.expire_all()
    return backstage.scalars(
        select(Badge).where(
            Badge.registration_id == asker.registration_id, Badge.revoked_at.is_(None)
        )
    ).one()


def is_good(token: str, ask: Ask) -> dict[str, object]:
    return verify(token, ask, clock.now() + timedelta(minutes=1))


def test_an_independent_verifier_accepts_a_badge(
    over: Over, visitor: HtmxVisitor, ask: Ask
) -> None:
    issue(over)
    said = is_good(jwt_of(visitor, over.zahra), ask)
    subject = said["credentialSubject"]
    assert isinstance(subject, dict)
    assert "Ce n’est pas un diplôme" in subject["achievement"]["description"]
    assert "1 demi-journée sur 2" in subject["achievement"]["criteria"]["narrative"]
    identity = subject["identifier"][0]
    assert identity["hashed"]
    expected = hashlib.sha256(f"Zahra{identity['salt']}".encode()).hexdigest()
    assert identity["identityHash"] == f"sha256${expected}"
    read = json.loads(visitor.fetch(f"{after(over.zahra)}/badge.json").text)
    assert read["id"] == said["id"]
    assert "iss" not in read
    # The contexts of the complete example of the standard, in their order: the last one knows what
    # a 1EdTechRevocationList is.
    assert read["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    ]


def test_a_badge_that_was_changed_is_refused(over: Over, visitor: HtmxVisitor, ask: Ask) -> None:
    issue(over)
    header, payload, signature = jwt_of(visitor, over.zahra).split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    said["credentialSubject"]["achievement"]["name"] = "Un diplôme d’État"
    forged = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    with pytest.raises(Refused, match="signature"):
        is_good(f"{header}.{forged}.{signature}", ask)


def test_a_badge_signed_by_somebody_elses_key_is_refused(
    over: Over, visitor: HtmxVisitor, ask: Ask, settings: Settings, backstage: Session
) -> None:
    """Whoever has a key of their own on the portal signs in nobody else's name."""
    issue(over)
    said = is_good(jwt_of(visitor, over.zahra), ask)
    key, key_id = credentials.new_key(), uuid4()
    backstage.add(
        BadgeKey(
            id=key_id,
            organisation_id=uuid4(),
            public=credentials.public_half(key, key_id, settings),
            created_at=clock.now(),
        )
    )
    backstage.commit()
    forged = credentials.sign(key, credentials.key_address(settings, key_id), said)
    with pytest.raises(Refused, match="not a key of the issuer"):
        is_good(forged, ask)


def federal(database: Database, over: Over) -> Session:
    return database.session(Reach(None, over.house.federation.id, "federation"))


def test_a_key_that_was_turned_goes_on_checking_until_it_is_revoked(
    over: Over,
    visitor: HtmxVisitor,
    ask: Ask,
    database: Database,
    settings: Settings,
    backstage: Session,
) -> None:
    issue(over)
    token = jwt_of(visitor, over.zahra)
    old = badge_of(backstage, over.zahra).key_id
    with federal(database, over) as session:
        new = keys.rotate(session, settings, over.house.federation.id)
        session.commit()
    assert is_good(token, ask)
    assert backstage.get(BadgeSecret, old) is None
    assert backstage.get(BadgeSecret, new.id) is not None
    with federal(database, over) as session:
        keys.revoke(session, over.house.federation.id, old)
        session.commit()
    with pytest.raises(Refused, match="410"):
        is_good(token, ask)
    page = visitor.get(f"/badges/{badge_of(backstage, over.zahra).id}")
    assert "n’est plus sûre" in page.text


@pytest.mark.usefixtures("run_jobs")
def test_a_key_signs_for_a_year_then_another_does(
    over: Over, visitor: HtmxVisitor, ask: Ask, backstage: Session
) -> None:
    issue(over)
    token, first = jwt_of(visitor, over.zahra), badge_of(backstage, over.zahra).key_id
    in_use = select(BadgeKey.id).where(
        BadgeKey.organisation_id == over.house.federation.id, BadgeKey.retired_at.is_(None)
    )
    turn_keys(0)
    assert backstage.scalars(in_use).all() == [first]
    backstage.execute(text("UPDATE badge_key SET created_at = created_at - interval '366 days'"))
    backstage.commit()
    turn_keys(0)
    (second,) = backstage.scalars(in_use).all()
    assert second != first
    assert backstage.get(BadgeSecret, first) is None
    assert is_good(token, ask)


def test_a_badge_taken_back_is_refused_and_its_page_says_why(
    over: Over, visitor: HtmxVisitor, ask: Ask, backstage: Session
) -> None:
    issue(over)
    token = jwt_of(visitor, over.zahra)
    badge = badge_of(backstage, over.zahra)
    assert "Ce badge est valable" in visitor.get(f"/badges/{badge.id}").text
    form = f"{over.desk}/{over.zahra.registration_id}/revoke"
    empty = over.officer.submit(over.officer.get(form).form(), because="", expect=422)
    assert "Dites pourquoi" in empty.text
    over.officer.submit(over.officer.get(form).form(), because="Une erreur de liste")
    with pytest.raises(Refused, match="revoked"):
        is_good(token, ask)
    page = visitor.get(f"/badges/{badge.id}")
    assert "Une erreur de liste" in page.text
    assert visitor.fetch(f"{after(over.zahra)}/badge.jwt").status_code == 404


def test_the_page_tells_the_name_only_where_its_person_wanted_it(
    over: Over, visitor: HtmxVisitor, ask: Ask, backstage: Session
) -> None:
    issue(over)
    first = badge_of(backstage, over.zahra)
    assert "Zahra" not in visitor.get(f"/badges/{first.id}").text
    form = visitor.get(f"{after(over.zahra)}/name").form()
    visitor.submit(form, name="زهرا Zahra", in_badge="y")
    issue(over)
    second = badge_of(backstage, over.zahra)
    assert second.id != first.id
    assert "زهرا Zahra" in visitor.get(f"/badges/{second.id}").text
    assert "Un autre badge le remplace." in visitor.get(f"/badges/{first.id}").text
    said = is_good(second.jwt, ask)
    assert isinstance(said["credentialSubject"], dict)
    assert said["credentialSubject"]["identifier"][0]["identityHash"] == "زهرا Zahra"


def test_pressed_again_nothing_changes(
    over: Over, run_jobs: Callable[[], None], outbox: Outbox, backstage: Session
) -> None:
    issue(over)
    badge, certificates = badge_of(backstage, over.zahra).id, select(Certificate)
    run_jobs()
    told = len([one for one in outbox.messages if after(over.zahra) in one.text])
    assert told == 1
    issue(over)
    run_jobs()
    assert badge_of(backstage, over.zahra).id == badge
    assert len([one for one in outbox.messages if after(over.zahra) in one.text]) == told
    mine = certificates.where(Certificate.session_id == over.dates.id)
    assert [one.name for one in backstage.scalars(mine)] == ["Zahra"]  # Awa did not come


def test_nothing_is_issued_while_the_session_goes_on(over: Over, backstage: Session) -> None:
    form = over.officer.get(over.desk).form(over.desk)
    backstage.execute(
        text("UPDATE training_session SET ends_on = :day WHERE id = :id"),
        {"day": clock.today(), "id": over.dates.id},
    )
    backstage.commit()
    assert "le lendemain du dernier jour" in over.officer.get(over.desk).text
    assert "Ce n’est pas encore le moment." in over.officer.submit(form).text
    mine = select(Certificate).where(Certificate.session_id == over.dates.id)
    assert backstage.scalars(mine).all() == []


@pytest.mark.parametrize("tag", ["fr", "fr-x-simple", "en", "ar", "fa", "fa-AF", "ps"])
def test_the_certificate_is_read_in_each_language(
    over: Over, visitor: HtmxVisitor, tag: str
) -> None:
    issue(over)
    answer = visitor.fetch(f"{after(over.zahra)}/certificate/{tag}")
    assert answer.mimetype == "application/pdf"
    found = PdfReader(BytesIO(answer.data))
    assert "/StructTreeRoot" in found.root_object  # tagged
    assert len(found.pages) == 1
    words = found.pages[0].extract_text()
    assert "Zahra" in words
    if tag.startswith("fr"):
        assert "diplôme" in words


def test_who_did_not_come_has_neither(over: Over, visitor: HtmxVisitor) -> None:
    issue(over)
    assert visitor.fetch(f"{after(over.awa)}/certificate/fr").status_code == 404
    assert visitor.fetch(f"{after(over.awa)}/badge.json").status_code == 404


def test_an_employer_reads_no_certificate(
    over: Over, database: Database, backstage: Session
) -> None:
    issue(over)
    digest = "e" * 64
    backstage.execute(
        text("UPDATE registration SET agreement = 'given', agreement_digest = :d WHERE id = :id"),
        {"d": digest, "id": over.zahra.registration_id},
    )
    backstage.commit()
    with database.session(Reach(doors={"agreement": digest})) as session:
        assert session.scalar(text("SELECT count(*) FROM registration")) == 1
        for table in ("certificate", "certificate_wish", "badge", "attendance", "internship"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_nobody_lists_badges_or_guesses_them(
    over: Over, visitor: HtmxVisitor, database: Database, backstage: Session
) -> None:
    issue(over)
    visitor.get(f"/badges/{uuid4()}", expect=404)
    assert visitor.fetch("/badges").status_code == 404
    # A random id of 122 bits, not one that says when it was made.
    assert badge_of(backstage, over.zahra).id.version == 4
    with database.session() as session:
        assert session.scalar(text("SELECT count(*) FROM badge")) == 0
    status = visitor.fetch(f"/badges/{badge_of(backstage, over.zahra).id}/status")
    assert status.get_json()["revokedCredential"] == []


def test_a_badge_outlives_its_registration_unless_its_person_erases_it(
    over: Over, visitor: HtmxVisitor, database: Database, backstage: Session
) -> None:
    issue(over)
    badge_id = badge_of(backstage, over.zahra).id
    backstage.execute(
        text("DELETE FROM registration WHERE id = :id"), {"id": over.zahra.registration_id}
    )
    backstage.commit()
    assert "Ce badge est valable" in visitor.get(f"/badges/{badge_id}").text


def test_who_erases_everything_is_told_first_that_the_badge_goes_too(
    over: Over, visitor: HtmxVisitor, backstage: Session
) -> None:
    told, story = "Un badge déjà donné à quelqu’un ne pourra plus être vérifié.", after(over.zahra)
    story = story.removesuffix("/after")
    assert told not in visitor.get(f"{story}?lang=fr").text
    issue(over)
    badge_id = badge_of(backstage, over.zahra).id
    page = visitor.get(story)
    assert told in page.text
    visitor.submit(page.form(f"{story}/erase"))
    visitor.get(f"/badges/{badge_id}", expect=404)
    # A backup that is restored forgets it again.
    ledger = text("SELECT count(*) FROM erasure WHERE kind = 'badge' AND subject_id = :id")
    assert backstage.scalar(ledger, {"id": badge_id}) == 1


def test_the_private_half_is_sealed_and_follows_the_keys_of_the_vault(
    over: Over, visitor: HtmxVisitor, settings: Settings, backstage: Session, admin_engine: Engine
) -> None:
    issue(over)
    key_id = badge_of(backstage, over.zahra).key_id
    sealed = backstage.get_one(BadgeSecret, key_id).sealed
    assert "d" not in backstage.get_one(BadgeKey, key_id).public
    ring = KeyRing([new_key(), *settings.vault_keys])
    backstage.execute(text("DELETE FROM badge_secret WHERE key_id <> :id"), {"id": key_id})
    backstage.commit()
    assert keys.rewrap(admin_engine, ring) == (1, 0)
    backstage.expire_all()
    anew = backstage.get_one(BadgeSecret, key_id).sealed
    assert anew != sealed
    assert ring.unwrap(key_id, anew) == KeyRing(settings.vault_keys).unwrap(key_id, sealed)


@pytest.fixture
def letters(run_jobs: Callable[[], None], outbox: Outbox) -> Callable[[Asker], int]:
    """How many messages with the link to their papers somebody got since it was last asked."""

    def count(asker: Asker) -> int:
        run_jobs()
        found = [one for one in outbox.messages if after(asker) in one.text]
        outbox.empty()
        return len(found)

    return count


def test_what_a_stolen_key_signed_is_signed_anew(
    over: Over,
    visitor: HtmxVisitor,
    ask: Ask,
    database: Database,
    backstage: Session,
    letters: Callable[[Asker], int],
) -> None:
    issue(over)
    first = badge_of(backstage, over.zahra)
    with federal(database, over) as session:
        keys.revoke(session, over.house.federation.id, first.key_id)
        session.commit()
    assert "Badge à refaire" in over.officer.get(over.desk).text
    letters(over.zahra)
    issue(over)
    second = badge_of(backstage, over.zahra)
    assert (second.id != first.id, second.key_id != first.key_id) == (True, True)
    assert is_good(jwt_of(visitor, over.zahra), ask)
    assert letters(over.zahra) == 1
    assert "Badge valable" in over.officer.get(over.desk).text


def test_a_badge_taken_back_stays_so_until_somebody_gives_another(
    over: Over, visitor: HtmxVisitor, ask: Ask, backstage: Session
) -> None:
    """Issuing for somebody else gives it back to nobody; nor does wanting one's name in it."""
    issue(over)
    first = badge_of(backstage, over.zahra)
    form = f"{over.desk}/{over.zahra.registration_id}/revoke"
    over.officer.submit(over.officer.get(form).form(), because="Une erreur de liste")
    visitor.submit(visitor.get(f"{after(over.zahra)}/name").form(), name="Zahra", in_badge="y")
    issue(over)
    alive = select(Badge).where(Badge.session_id == over.dates.id, Badge.revoked_at.is_(None))
    assert backstage.scalars(alive).all() == []
    assert "Une erreur de liste" in visitor.get(f"{after(over.zahra)}?lang=fr").text
    page = over.officer.get(over.desk)
    assert "Une erreur de liste" in page.text
    again = f"{over.desk}/{over.zahra.registration_id}/again"
    over.officer.submit(page.form(again))
    second = badge_of(backstage, over.zahra)
    assert second.id != first.id
    assert second.document["name"] == "Zahra"
    assert is_good(second.jwt, ask)
    over.officer.submit(page.form(again))  # pressed again, it is given once
    assert badge_of(backstage, over.zahra).id == second.id


@pytest.mark.parametrize(
    "words", ["Un autre badge le remplace.", "Les présences ont été corrigées."]
)
def test_a_badge_taken_back_in_the_words_of_the_portal_stays_so(
    over: Over, visitor: HtmxVisitor, backstage: Session, words: str
) -> None:
    """Who took it back is a state; the words are only said."""
    issue(over)
    badge = badge_of(backstage, over.zahra)
    form = f"{over.desk}/{over.zahra.registration_id}/revoke"
    over.officer.submit(over.officer.get(form).form(), because=words)
    issue(over)
    backstage.expire_all()
    rows = backstage.scalars(select(Badge).where(Badge.session_id == over.dates.id)).all()
    assert [(row.id, row.revoked_cause) for row in rows] == [(badge.id, Revocation.TAKEN_BACK)]
    assert words in visitor.get(f"/badges/{badge.id}?lang=fr").text


def test_who_turns_out_not_to_have_come_has_neither_any_more(
    over: Over,
    visitor: HtmxVisitor,
    backstage: Session,
    letters: Callable[[Asker], int],
) -> None:
    issue(over)
    badge = badge_of(backstage, over.zahra)
    backstage.execute(text("UPDATE attendance SET state = 'absent'"))
    backstage.commit()
    letters(over.zahra)
    issue(over)
    assert visitor.fetch(f"{after(over.zahra)}/certificate/fr").status_code == 404
    assert "Les présences ont été corrigées." in visitor.get(f"/badges/{badge.id}?lang=fr").text
    assert letters(over.zahra) == 1
    # Corrected once more: they came after all, and are told so.
    backstage.execute(text("UPDATE attendance SET state = 'present'"))
    backstage.commit()
    issue(over)
    assert badge_of(backstage, over.zahra).id != badge.id
    assert letters(over.zahra) == 1


def test_why_a_badge_was_replaced_is_said_to_whoever_reads_it(
    over: Over, visitor: HtmxVisitor, backstage: Session
) -> None:
    """Kept in French, whatever language the desk reads."""
    issue(over)
    first = badge_of(backstage, over.zahra)
    visitor.submit(visitor.get(f"{after(over.zahra)}/name").form(), name="Zahra Z.")
    over.officer.get(f"{over.desk}?lang=ps")
    issue(over)
    assert "Un autre badge le remplace." in visitor.get(f"/badges/{first.id}?lang=fr").text
