"""What a person shares with a federation: read where it is, told in a mail, dead once revoked."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.models import StoredFile, StoredObject
from portal.kernel import clock
from portal.organisations.enums import OrganisationKind, Role
from portal.people.models import Person, Share, ShareFile, ShareLook
from tests.factories.people import make_organisation, make_person
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox

Browsers = Callable[[Person], HtmxVisitor]
SHARES = "/federation/fas-test/shares"
EMPTY = "Rien n’est partagé pour l’instant"


@pytest.fixture
def karim(backstage: Session, settings: Settings, signed_in: Browsers) -> HtmxVisitor:
    return signed_in(make_person(backstage, settings, "Karim", "06 39 98 03 03"))


@pytest.fixture
def officer(region: Region, signed_in: Browsers) -> HtmxVisitor:
    return signed_in(region.officer)


@pytest.fixture
def shared(karim: HtmxVisitor, region: Region, backstage: Session) -> Share:
    """A knowledge of Karim's, with the federation, which he found by its name."""
    karim.submit(karim.get("/my/knowledge/new").form(), field="Addictologie", mastery="5")
    form = karim.get("/my/shares/new?q=FAS").form(name="parts")
    preview = karim.submit(
        form,
        reader=f"o:{region.federation.id}",
        parts=["knowledge"],
        knowledge=["all"],
        purpose="Une formation",
    )
    karim.submit(preview.form("/my/shares"))
    return backstage.scalars(select(Share)).one()


def looks(backstage: Session) -> list[tuple[str, str]]:
    backstage.rollback()
    return [(one.looker_name, one.place_name) for one in backstage.scalars(select(ShareLook))]


def test_it_is_read_where_it_is_and_the_person_knows(
    shared: Share, officer: HtmxVisitor, karim: HtmxVisitor, backstage: Session
) -> None:
    listed = officer.click(officer.get("/federation/fas-test"), "Partages")
    assert "Une formation" in listed.text
    page = officer.click(listed, "Karim")
    assert page.url == f"{SHARES}/{shared.id}"
    assert "Addictologie" in page.text
    assert looks(backstage) == [("Claire", "FAS Test")]
    assert "Claire, le" in karim.get(f"/my/shares/{shared.id}").text


def test_revoked_it_is_dead_at_the_next_request(
    shared: Share, officer: HtmxVisitor, karim: HtmxVisitor, backstage: Session
) -> None:
    address = f"/my/shares/{shared.id}"
    karim.submit(karim.get(address).form(f"{address}/revoke"))
    officer.get(f"{SHARES}/{shared.id}", expect=404)
    assert EMPTY in officer.get(SHARES).text
    assert looks(backstage) == []


def test_a_recording_is_heard_while_the_share_lives(
    shared: Share, officer: HtmxVisitor, backstage: Session
) -> None:
    voice = StoredFile(
        person_id=shared.person_id,
        purpose="evidence",
        kind="audio",
        state="ready",
        name="voix.m4a",
        declared_size=10,
        created_at=clock.now(),
    )
    backstage.add(voice)
    backstage.flush()
    backstage.add(ShareFile(share_id=shared.id, person_id=shared.person_id, file_id=voice.id))
    backstage.add(
        StoredObject(
            file_id=voice.id,
            role="content",
            position=0,
            size=10,
            sha256="0" * 64,
            content_type="audio/mp4",
            wrapped_key="x",
            created_at=clock.now(),
        )
    )
    backstage.commit()
    address = f"{SHARES}/{shared.id}/files/{voice.id}"
    assert officer.fetch(address, "HEAD").status_code == 200
    shared.revoked_at = clock.now()
    backstage.commit()
    assert officer.fetch(address, "HEAD").status_code == 404


def test_nobody_else_reads_it(
    shared: Share, region: Region, signed_in: Browsers, backstage: Session, settings: Settings
) -> None:
    other = make_person(backstage, settings, "Aline", "aline@example.org")
    make_organisation(
        backstage, OrganisationKind.FEDERATION, "FAS Autre", members=[(other, Role.ADMINISTRATOR)]
    )
    elsewhere = signed_in(other)
    elsewhere.get(f"{SHARES}/{shared.id}", expect=404)
    elsewhere.get(f"/federation/fas-autre/shares/{shared.id}", expect=404)
    assert EMPTY in elsewhere.get("/federation/fas-autre/shares").text
    signed_in(region.director).get(f"/employer/la-halte/shares/{shared.id}", expect=404)
    assistant = signed_in(region.assistant)
    assistant.get(SHARES, expect=403)
    assistant.get(f"{SHARES}/{shared.id}", expect=403)
    assert "Partages" not in assistant.get("/federation/fas-test").text
    assert looks(backstage) == []


def test_the_mail_leads_there_and_tells_nothing(
    shared: Share, run_jobs: Callable[[], None], outbox: Outbox
) -> None:
    run_jobs()
    (mail,) = outbox.to("claire@example.org")
    assert mail.link.endswith(f"{SHARES}/{shared.id}")
    assert "Karim" not in str(mail)


@pytest.mark.parametrize("language", ["ar", "fa", "fa-AF", "ps", "en", "fr-x-simple"])
def test_the_pages_hold_in_other_languages(
    shared: Share, officer: HtmxVisitor, language: str
) -> None:
    for path in (SHARES, f"{SHARES}/{shared.id}"):
        officer.get(f"{path}?lang={language}")
