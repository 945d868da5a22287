"""One's own account: name, language, sessions, contacts, closing."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.models import StoredFile, StoredObject
from portal.kernel import clock
from portal.kernel.models import Erasure
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Membership
from portal.people.models import ContactPoint, Person, SignIn
from portal.skills.models import InterviewPreparation
from tests.factories.interviews import Team
from tests.factories.people import join_team, make_organisation, make_person
from tests.factories.recordings import recording
from tests.support.entry import last_code
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import words

Browsers = Callable[[Person], HtmxVisitor]
Jobs = Callable[[], None]


def test_the_account_shows_everything_of_ones_own(signed_in: Browsers, awa: Person) -> None:
    page = signed_in(awa).get("/account")
    for fact in ("06 39 98 01 01", "awa@example.org", "Firefox · Android", "Cet appareil"):
        assert fact in page.text


def test_no_action_of_the_account_shouts(signed_in: Browsers, awa: Person) -> None:
    """Leaving is found first and is not what one comes for; each part has an action of its own."""
    page = signed_in(awa).get("/account")
    buttons = [*page.find("button"), *page.find("a")]
    kinds = [set(str(one.get("class") or "").split()) for one in buttons]
    assert sum("button" in kind for kind in kinds) >= 5
    assert not any("button-primary" in kind for kind in kinds)
    first = next(one for one in buttons if "button" in str(one.get("class") or "").split())
    assert words(first).startswith("Quitter et effacer")


@pytest.mark.parametrize("language", ["fr", "ar", "ps"])
def test_the_pages_hold_in_other_languages(signed_in: Browsers, awa: Person, language: str) -> None:
    visitor = signed_in(awa)
    for path in ("/account", "/account/contacts/new", "/account/close", "/my", "/sign-in"):
        visitor.get(f"{path}?lang={language}")


def test_one_changes_ones_name(signed_in: Browsers, awa: Person, backstage: Session) -> None:
    visitor = signed_in(awa)
    page = visitor.submit(visitor.get("/account").form("/account/name"), display_name="  Awa  S. ")
    assert "Votre nom est enregistré" in page.text
    backstage.refresh(awa)
    assert awa.display_name == "Awa S."


def test_the_language_changes_pages_and_messages(
    signed_in: Browsers, awa: Person, backstage: Session
) -> None:
    visitor = signed_in(awa)
    page = visitor.submit(visitor.get("/account").form("/account/language"), language="ps")
    assert page.one("html").get("lang") == "ps"
    backstage.refresh(awa)
    assert awa.locale == "ps"


def test_one_session_is_ended_from_another(signed_in: Browsers, awa: Person) -> None:
    here, elsewhere = signed_in(awa), signed_in(awa)
    page = here.get("/account")
    forms = [form for form in page.find("form") if (form.get("action") or "").endswith("/end")]
    ends = [
        form.get("action", "") for form in forms if form.get("action") != "/account/sessions/end"
    ]
    assert len(ends) == 1
    here.submit(page.form(ends[0]))
    elsewhere.get("/account", expect=404)
    here.get("/account")


def test_signing_out_everywhere_ends_every_session(signed_in: Browsers, awa: Person) -> None:
    here, elsewhere = signed_in(awa), signed_in(awa)
    here.submit(here.get("/account").form("/account/sessions/end"))
    here.get("/account", expect=404)
    elsewhere.get("/account", expect=404)


def test_nobody_ends_the_session_of_somebody_else(
    signed_in: Browsers, awa: Person, backstage: Session, settings: Settings
) -> None:
    other = make_person(backstage, settings, "Bob", "bob@example.org")
    theirs = signed_in(other)
    session_id = backstage.scalars(select(SignIn.id).where(SignIn.person_id == other.id)).one()
    visitor = signed_in(awa)
    form = visitor.get("/account").form("/account/sessions/end")
    answer = visitor.fetch(f"/account/sessions/{session_id}/end", "POST", data=dict(form.data({})))
    assert answer.status_code == 404
    theirs.get("/account")


@pytest.mark.parametrize(
    ("pauses", "still"),
    [([119], True), ([121], False), ([100] * 7, True), ([100] * 8, False)],
    ids=["idle 119 min", "idle 121 min", "used for 11 h 40", "used beyond 12 h"],
)
def test_a_session_ends_by_inactivity_and_by_age(
    signed_in: Browsers, awa: Person, pauses: list[int], still: bool
) -> None:
    visitor = signed_in(awa)
    now = clock.now()
    for minutes in pauses[:-1]:
        now += timedelta(minutes=minutes)
        with time_machine.travel(now, tick=False):
            visitor.get("/my")
    now += timedelta(minutes=pauses[-1])
    with time_machine.travel(now, tick=False):
        visitor.get("/my", expect=200 if still else 404)


def _add(visitor: HtmxVisitor, address: str, run_jobs: Jobs, outbox: Outbox, to: str) -> str:
    page = visitor.submit(
        visitor.get("/account/contacts/new").form(name="address"), address=address
    )
    run_jobs()
    return visitor.submit(page.form(name="code"), code=last_code(outbox, to)).text


def test_a_contact_is_added_once_proved_and_the_others_are_told(
    signed_in: Browsers, awa: Person, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    visitor = signed_in(awa)
    assert "est ajouté" in _add(visitor, "06 39 98 01 77", run_jobs, outbox, "+33639980177")
    run_jobs()
    assert "nouveau moyen de contact" in outbox.to("awa@example.org")[-1].subject
    assert "+33639980177" not in outbox.to("awa@example.org")[-1].text
    values = backstage.scalars(select(ContactPoint.value).order_by(ContactPoint.value)).all()
    assert list(values) == ["+33639980101", "+33639980177", "awa@example.org"]


def test_an_address_that_opens_another_account_is_not_taken_over(
    signed_in: Browsers,
    awa: Person,
    run_jobs: Jobs,
    outbox: Outbox,
    backstage: Session,
    settings: Settings,
) -> None:
    other = make_person(backstage, settings, "Bob", "bob@example.org")
    visitor = signed_in(awa)
    page = visitor.submit(
        visitor.get("/account/contacts/new").form(name="address"), address="bob@example.org"
    )
    run_jobs()
    code = last_code(outbox, "bob@example.org")
    refused = visitor.submit(page.form(name="code"), code=code, expect=409)
    assert "autre compte" in refused.text
    owner = select(ContactPoint.person_id).where(ContactPoint.value == "bob@example.org")
    assert backstage.scalars(owner).one() == other.id


def test_a_sign_in_code_adds_no_contact(
    signed_in: Browsers, awa: Person, run_jobs: Jobs, outbox: Outbox
) -> None:
    """Each code proves one thing: what was asked to sign in does not add an address."""
    visitor = signed_in(awa)
    visitor.submit(visitor.get("/sign-in").form("/sign-in"), address="eve@example.org")
    assert visitor.fetch("/account/contacts/code").headers["Location"] == "/account/contacts/new"


def _remove(visitor: HtmxVisitor, contact: UUID, expect: int = 200) -> str:
    page = visitor.get(f"/account/contacts/{contact}/remove")
    return visitor.submit(page.form(f"/account/contacts/{contact}/remove"), expect=expect).text


def test_a_contact_is_removed_but_never_the_last(
    signed_in: Browsers, awa: Person, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    visitor, elsewhere = signed_in(awa), signed_in(awa)
    phone, email = backstage.scalars(select(ContactPoint.id).order_by(ContactPoint.verified_at))
    assert "est retiré" in _remove(visitor, phone)
    run_jobs()
    assert "retiré" in outbox.to("+33639980101")[-1].text
    elsewhere.get("/account", expect=404)
    assert "seul moyen de contact" in _remove(visitor, email, expect=403)
    assert "Retirer" not in visitor.get("/account").text
    visitor.get(f"/account/contacts/{uuid4()}/remove", expect=404)


def test_changing_the_ways_in_needs_a_fresh_sign_in(
    signed_in: Browsers, awa: Person, backstage: Session
) -> None:
    visitor = signed_in(awa)
    contact = backstage.scalars(select(ContactPoint.id)).first()
    page = visitor.get(f"/account/contacts/{contact}/remove")
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        asked = visitor.fetch("/account/contacts/new")
        assert asked.headers["Location"].startswith("/sign-in?next=")
        landed = visitor.submit(page.form(f"/account/contacts/{contact}/remove"))
        assert landed.heading == "Se connecter"
    assert backstage.scalar(select(func.count()).select_from(ContactPoint)) == 2


def test_closing_erases_and_remembers_only_that(
    signed_in: Browsers, awa: Person, backstage: Session
) -> None:
    visitor = signed_in(awa)
    page = visitor.submit(visitor.get("/account/close").form("/account/close"))
    assert "Votre compte est fermé" in page.text
    for table in (Person, ContactPoint, SignIn):
        assert backstage.scalar(select(func.count()).select_from(table)) == 0
    ledger = backstage.scalars(select(Erasure)).one()
    assert (ledger.kind, ledger.subject_id) == ("person", awa.id)


def test_closing_erases_what_was_said_for_an_interview(
    signed_in: Browsers, team: Team, backstage: Session
) -> None:
    """Aloud only: no word stands beside the recording that goes."""
    interview_id = team.propose(agreed=True)
    karim = signed_in(team.worker)
    address = f"/my/interviews/{interview_id}/prepare/project"
    sound = (recording("iphone.m4a"), "moi.m4a")
    karim.submit(karim.get(address).form(name="words"), press="keep", recording=sound)
    page = karim.submit(karim.get("/account/close").form("/account/close"))
    assert "Votre compte est fermé" in page.text
    for table in (StoredFile, StoredObject, InterviewPreparation):
        assert backstage.scalar(select(func.count()).select_from(table)) == 0


def test_the_last_administrator_of_a_working_structure_stays(
    signed_in: Browsers, awa: Person, backstage: Session, settings: Settings
) -> None:
    house = make_organisation(
        backstage,
        OrganisationKind.STRUCTURE,
        "La Halte",
        members=[(awa, Role.ADMINISTRATOR)],
    )
    visitor = signed_in(awa)
    form = visitor.get("/account/close").form("/account/close")
    refused = visitor.submit(form, expect=409)
    assert "au moins une personne qui administre" in refused.text
    colleague = make_person(backstage, settings, "Bob", "bob@example.org")
    join_team(backstage, house, colleague, Role.ADMINISTRATOR)
    visitor.submit(form)
    left = backstage.scalars(select(Membership.person_id)).all()
    assert left == [colleague.id]


def test_what_was_never_admitted_may_be_left_behind(
    signed_in: Browsers, awa: Person, backstage: Session
) -> None:
    make_organisation(
        backstage,
        OrganisationKind.STRUCTURE,
        "La Halte",
        standing=Standing.PENDING,
        members=[(awa, Role.ADMINISTRATOR)],
    )
    visitor = signed_in(awa)
    visitor.submit(visitor.get("/account/close").form("/account/close"))
    assert backstage.scalar(select(func.count()).select_from(Person)) == 0


def test_the_language_of_the_pages_is_that_of_ones_messages(
    signed_in: Browsers, awa: Person, backstage: Session
) -> None:
    """Chosen on any page, by its menu, and kept with the next thing one does."""
    visitor = signed_in(awa)
    visitor.submit(visitor.get("/account").form("/account/name"), display_name="Awa")
    backstage.refresh(awa)
    assert awa.locale == "fr"
    visitor.get("/offers?lang=ps")
    visitor.submit(visitor.get("/account").form("/account/name"), display_name="Awa")
    backstage.refresh(awa)
    assert awa.locale == "ps"


def test_the_language_of_the_account_has_the_last_word(
    signed_in: Browsers, awa: Person, backstage: Session
) -> None:
    visitor = signed_in(awa)
    visitor.get("/offers?lang=ps")
    visitor.submit(visitor.get("/account").form("/account/language"), language="ar")
    visitor.submit(visitor.get("/account").form("/account/name"), display_name="Awa")
    backstage.refresh(awa)
    assert awa.locale == "ar"


def test_the_language_of_somebody_else_is_not_touched(
    signed_in: Browsers, awa: Person, visitor: HtmxVisitor, backstage: Session
) -> None:
    visitor.get("/?lang=ps")
    backstage.refresh(awa)
    assert awa.locale == "fr"
