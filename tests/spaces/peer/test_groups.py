"""Groups as people live them, with JavaScript and without."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.events import tasks
from portal.events.enums import Audience
from portal.events.models import GroupMeeting, GroupMembership, MeetingNote, PracticeGroup
from portal.kernel import clock
from portal.people.models import Person
from tests.factories.groups import LINK, make_group, make_meeting, take_part
from tests.spaces.conftest import Region
from tests.spaces.peer.conftest import Groups
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.sql import statements
from tests.walls.tries import read

Browsers = Callable[[Person], HtmxVisitor]
MINE = "/my/groups"


@pytest.fixture
def meeting(groups: Groups, backstage: Session) -> GroupMeeting:
    found = make_meeting(backstage, groups.peers, clock.now() + timedelta(days=3))
    backstage.commit()
    return found


def test_a_group_between_peers_is_entered_with_a_sentence(
    signed_in: Browsers, groups: Groups, backstage: Session
) -> None:
    noor = signed_in(groups.noor)
    page = noor.click(noor.get(MINE), "Analyse de pratique")
    assert "Idris" not in page.text
    assert "Ni votre employeur" in page.text
    form = page.form(f"{MINE}/{groups.peers.id}/join")
    refused = noor.submit(form, shown_name="Noor", expect=422)
    assert "Ce groupe est entre pairs" in refused.text
    page = noor.submit(refused.form(f"{MINE}/{groups.peers.id}/join"), as_peer="y")
    assert "Bienvenue dans le groupe" in page.text
    assert "Idris" in page.text
    member = backstage.scalars(
        select(GroupMembership).where(GroupMembership.person_id == groups.noor.id)
    ).one()
    assert (member.shown_name, member.seen_by_facilitator) == ("Noor", False)
    assert "Mes groupes" in noor.get(MINE).text


def test_a_date_is_chosen_without_a_script(
    signed_in: Browsers, groups: Groups, meeting: GroupMeeting
) -> None:
    idris = signed_in(groups.idris)
    page = idris.get(f"{MINE}/{groups.peers.id}")
    assert LINK not in page.html
    assert "Salle" not in page.text
    page = idris.submit(page.form(f"{MINE}/dates/{meeting.id}/come"))
    assert "vous venez" in page.text
    assert page.link("Rejoindre la visio") == LINK
    assert "Mes prochaines dates" in idris.get(MINE).text
    page = idris.submit(page.form(f"{MINE}/dates/{meeting.id}/give-up"))
    assert LINK not in page.html


def test_htmx_changes_the_date_alone_and_the_page_is_the_same(
    signed_in: Browsers, groups: Groups, meeting: GroupMeeting
) -> None:
    idris = signed_in(groups.idris)
    page = idris.get(f"{MINE}/{groups.peers.id}")
    [form] = [f for f in page.find("form") if (f.get("hx-post") or "").endswith("/come")]
    swapped = idris.press(page, form)
    said = swapped.one("p", role="status", class_="soft")
    assert "vous venez" in "".join(said.itertext())
    swapped.parents()[said].remove(said)
    idris.compare(swapped, f"{MINE}/{groups.peers.id}")


def test_dates_go_into_a_calendar(
    signed_in: Browsers, groups: Groups, meeting: GroupMeeting
) -> None:
    idris = signed_in(groups.idris)
    alone = f"{MINE}/dates/{meeting.id}/calendar.ics"
    assert idris.fetch(alone).status_code == 404
    page = idris.get(f"{MINE}/{groups.peers.id}")
    idris.submit(page.form(f"{MINE}/dates/{meeting.id}/come"))
    for address in (alone, f"{MINE}/calendar.ics"):
        response = idris.fetch(address)
        assert response.mimetype == "text/calendar"
        assert response.headers["Cache-Control"] == "no-store"
        [event] = Calendar.from_ical(response.data).events
        assert str(event["summary"]) == "Rendez-vous"


def test_somebody_opens_a_group_and_its_dates_and_calls_one_off(
    signed_in: Browsers,
    groups: Groups,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    noor = signed_in(groups.noor)
    page = noor.get(f"{MINE}/new")
    page = noor.submit(
        page.form(f"{MINE}/new"),
        title="Entre nous",
        city="Lille",
        audience="invited",
        languages=["ps", "fr"],
        shown_name="Noor",
    )
    day = clock.today() + timedelta(days=9)
    page = noor.submit(
        page.form(name="rhythm"),
        day=day.isoformat(),
        begins="18:00",
        ends="20:00",
        rhythm="monthly",
        how_many="3",
        place="Chez Noor",
    )
    assert len(page.find("section", class_="panel")) == 3
    assert page.text.count("Chez Noor") == 3
    group = backstage.scalars(
        select(PracticeGroup).where(PracticeGroup.title == "Entre nous")
    ).one()
    idris = signed_in(groups.idris)
    idris.get(f"{MINE}/{group.id}", expect=404)
    link = next(url for url in page.links.values() if "/join/" in url)
    door = idris.get(link)
    assert "Entre nous" in door.heading
    inside = idris.submit(door.form(name="shown_name"))
    first = backstage.scalars(select(GroupMeeting).order_by(GroupMeeting.starts_at)).first()
    assert first is not None
    idris.submit(inside.form(f"{MINE}/dates/{first.id}/come"))
    page = noor.get(f"{MINE}/dates/{first.id}")
    page = noor.submit(page.form(f"{MINE}/dates/{first.id}"), begins="18:30")
    assert "prévenues" in page.text
    page = noor.get(f"{MINE}/dates/{first.id}")
    noor.submit(page.form(f"{MINE}/dates/{first.id}/cancel"))
    run_jobs()
    assert [one.to for one in outbox.messages] == ["+33639981202"] * 2
    assert "Annulée" in idris.get(f"{MINE}/{group.id}").text


def test_a_code_on_paper_leads_to_the_group(
    signed_in: Browsers, groups: Groups, backstage: Session
) -> None:
    idris = signed_in(groups.idris)
    page = idris.get(f"{MINE}/{groups.hosted.id}")
    idris.submit(page.form(f"{MINE}/{groups.hosted.id}/link"))
    groups.hosted.audience = Audience.INVITED
    backstage.merge(groups.hosted)
    backstage.commit()
    backstage.expire_all()
    assert backstage.get_one(PracticeGroup, groups.hosted.id).code_version == 2
    page = idris.get(f"{MINE}/{groups.hosted.id}")
    token = next(url for url in page.links.values() if "/join/" in url).rsplit("/", 1)[1]
    noor = signed_in(groups.noor)
    form = noor.get(MINE).form(f"{MINE}/join")
    assert "pas complet" in noor.submit(form, code="abc").text
    typed = " ".join(token[i : i + 4].upper() for i in range(0, 32, 4))
    assert "Café du mois" in noor.submit(form, code=typed).heading


def test_notes_are_proposed_opposed_and_stay_closed(
    signed_in: Browsers, groups: Groups, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    take_part(backstage, groups.peers, groups.noor.id, "Noor")
    past = make_meeting(
        backstage, groups.peers, clock.now() - timedelta(days=1), groups.noor.id, groups.idris.id
    )
    backstage.commit()
    idris, noor = signed_in(groups.idris), signed_in(groups.noor)
    page = idris.click(idris.get(f"{MINE}/{groups.peers.id}"), "Écrire des notes")
    assert "personnes accompagnées" in page.text
    idris.submit(page.form(name="body"), body="On a parlé des limites.")
    note = backstage.scalars(select(MeetingNote)).one()
    assert past.id == note.meeting_id
    page = noor.get(f"{MINE}/notes/{note.id}")
    noor.submit(page.form(f"{MINE}/notes/{note.id}/object"), wish="Sans la fin.")
    with clock.pretending(clock.now() + timedelta(days=9)):
        tasks.open_notes(0)
    page = idris.get(f"{MINE}/notes/{note.id}")
    assert "restent fermées" in page.text
    assert "Sans la fin." in page.text
    assert "Noor" not in page.text
    idris.submit(page.form(f"{MINE}/notes/{note.id}/withdraw"))
    assert backstage.scalars(select(MeetingNote)).all() == []


def test_a_name_changes_and_one_leaves_at_once(
    signed_in: Browsers, groups: Groups, backstage: Session
) -> None:
    idris = signed_in(groups.idris)
    page = idris.get(f"{MINE}/{groups.peers.id}")
    form = page.form(f"{MINE}/{groups.peers.id}/me")
    idris.submit(form, shown_name=" ", expect=422)
    page = idris.submit(form, shown_name="I.", seen_by_facilitator="y")
    assert "I. (vous)" in page.text
    page = idris.submit(page.form(f"{MINE}/{groups.peers.id}/leave"))
    assert "Mes groupes" in page.text  # he still hosts the other
    assert "Analyse de pratique" in page.text
    idris.get(f"{MINE}/{groups.peers.id}")
    left = select(GroupMembership).where(GroupMembership.group_id == groups.peers.id)
    assert backstage.scalars(left).all() == []


def test_a_host_with_members_does_not_leave_them_alone(
    signed_in: Browsers, groups: Groups, backstage: Session
) -> None:
    take_part(backstage, groups.hosted, groups.noor.id, "Noor")
    backstage.commit()
    idris = signed_in(groups.idris)
    page = idris.get(f"{MINE}/{groups.hosted.id}")
    page = idris.submit(page.form(f"{MINE}/{groups.hosted.id}/leave"))
    assert "reprendre l’animation" in page.text
    noor = backstage.scalars(
        select(GroupMembership).where(GroupMembership.person_id == groups.noor.id)
    ).one()
    idris.submit(page.form(f"{MINE}/{groups.hosted.id}/members/{noor.id}/remove"))
    signed_in(groups.noor).get(f"{MINE}/{groups.hosted.id}", expect=200)
    page = idris.get(f"{MINE}/{groups.hosted.id}")
    idris.submit(page.form(f"{MINE}/{groups.hosted.id}/close"))
    signed_in(groups.noor).get(f"{MINE}/{groups.hosted.id}", expect=404)


def test_a_group_nobody_hosts_is_taken_over(
    signed_in: Browsers, groups: Groups, backstage: Session
) -> None:
    take_part(backstage, groups.hosted, groups.noor.id, "Noor")
    backstage.query(GroupMembership).filter_by(person_id=groups.idris.id).delete()
    backstage.commit()
    noor = signed_in(groups.noor)
    page = noor.get(f"{MINE}/{groups.hosted.id}")
    page = noor.submit(page.form(f"{MINE}/{groups.hosted.id}/take-over"))
    assert "Vous animez maintenant ce groupe" in page.text


@pytest.mark.parametrize("who", ["director", "recruiter", "officer", "assistant"])
def test_no_page_of_an_organisation_says_who_takes_part(
    signed_in: Browsers, region: Region, groups: Groups, backstage: Session, who: str
) -> None:
    """The peer is a colleague of these people: their screens never say where Idris takes part."""
    member = backstage.scalars(
        select(GroupMembership).where(GroupMembership.group_id == groups.peers.id)
    ).one()
    member.shown_name = "IDRISAUGROUPE"
    backstage.commit()
    visitor = signed_in(getattr(region, who))
    home = "/federation/fas-test" if who in {"officer", "assistant"} else "/employer/la-halte"
    seen, waiting = set[str](), [home, MINE, f"{MINE}/{groups.peers.id}"]
    while waiting:
        url = waiting.pop()
        if url in seen or "lang=" in url:
            continue
        seen.add(url)
        page = visitor.fetch(url)
        assert "IDRISAUGROUPE" not in read(page), url
        if page.mimetype == "text/html" and page.status_code == 200:
            links = visitor.get(url).links.values()
            waiting += [link for link in links if link.startswith((home, MINE))]
    assert len(seen) > 4


def test_queries_do_not_grow_with_the_groups(
    signed_in: Browsers, groups: Groups, backstage: Session
) -> None:
    idris = signed_in(groups.idris)
    idris.get(MINE)
    with statements(idris.engine) as few:  # type: ignore[arg-type]  # the app has one
        idris.get(MINE)
    for number in range(6):
        take_part(backstage, make_group(backstage, f"Groupe {number}"), groups.idris.id, "Idris")
    backstage.commit()
    with statements(idris.engine) as many:  # type: ignore[arg-type]  # the app has one
        idris.get(MINE)
    assert len(many) == len(few)
