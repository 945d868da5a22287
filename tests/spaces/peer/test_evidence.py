"""A line shown by a voice or a photo: kept for oneself, heard by whom one shares it with."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.files.models import StoredFile
from portal.kernel import clock, vault
from portal.kernel.db import Database, Reach
from portal.organisations.enums import Role
from portal.organisations.scope import Actor
from portal.people.actions.shares import Reader
from portal.people.enums import ShareKind
from portal.people.models import Person, Share, ShareLook
from portal.people.queries import shares as shares_of
from portal.skills.actions.sharing import Wanted, propose
from portal.skills.documents import current_document
from portal.skills.enums import Part
from portal.skills.errors import NothingChosen
from portal.skills.models import Evidence, FrameworkAction, GridAnswer, InterviewPreparation
from tests.factories.documents import photo
from tests.factories.interviews import build_interview
from tests.factories.people import join_team
from tests.factories.recordings import recording
from tests.spaces.conftest import Region
from tests.support.blocked import wait_until_blocked
from tests.support.htmx import HtmxVisitor

SOUND = recording("chrome.webm")
Browsers = Callable[[Person], HtmxVisitor]


def line(backstage: Session, code: str = "link-trust") -> str:
    found = select(FrameworkAction.id).where(FrameworkAction.code == code)
    return f"/my/grid/{backstage.scalars(found).one()}"


def ask(
    browser: HtmxVisitor, method: str, url: str, data: bytes = b"", **headers: str
) -> TestResponse:
    """What static/js/upload.js asks."""
    page = browser.get("/my/grid/lines/new")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named["X-CSRFToken"] = page.one("input", name="csrf_token").get("value") or ""
    named["Referer"] = browser.base_url + "/my/grid"
    kind = "application/offset+octet-stream"
    return browser.fetch(url, method, headers=named, data=data, content_type=kind)


def create(
    browser: HtmxVisitor, size: int, purpose: str = "evidence", owner: str = ""
) -> TestResponse:
    about = {"Upload_Owner": owner} if owner else {}
    return ask(
        browser,
        "POST",
        "/my/uploads",
        b"",
        Upload_Length=str(size),
        Upload_Purpose=purpose,
        Upload_Name="mes%20mots.webm",
        **about,
    )


def arrive(browser: HtmxVisitor) -> str:
    """A recording that came in two pieces; its address."""
    url = create(browser, len(SOUND)).headers["Location"]
    half = len(SOUND) // 2
    assert ask(browser, "PATCH", url, SOUND[:half], Upload_Offset="0").status_code == 204
    assert ask(browser, "HEAD", url).headers["Upload-Offset"] == str(half)
    assert ask(browser, "PATCH", url, SOUND[half:], Upload_Offset=str(half)).status_code == 204
    return url


def speak(browser: HtmxVisitor, backstage: Session) -> UUID:
    """Karim answers a line aloud; the file of his recording."""
    file_id = arrive(browser).rpartition("/")[2]
    address = line(backstage)
    page = browser.get(address)
    data = [*page.form(name="voice").data({}), ("received-evidence", file_id)]
    browser.fetch(address, "POST", data=dict(data) | {"keep": "1"})
    return UUID(file_id)


def test_a_recording_comes_in_pieces_and_stays_beside_the_line(
    worker: HtmxVisitor, backstage: Session, karim: Person, run_jobs: Callable[[], None]
) -> None:
    file_id = speak(worker, backstage)
    (shown,) = backstage.scalars(select(Evidence))
    assert (shown.person_id, shown.kind, shown.file_id) == (karim.id, "voice", file_id)
    run_jobs()
    assert "Un message vocal" in worker.get(line(backstage)).text
    address = f"/my/uploads/{file_id}/content"
    played = worker.fetch(address, headers={"Range": "bytes=0-9"})
    assert (played.status_code, played.mimetype, len(played.data)) == (206, "audio/mp4", 10)
    assert played.headers["Cache-Control"] == "no-store"


def test_answered_aloud_a_line_is_answered(worker: HtmxVisitor, backstage: Session) -> None:
    """One is taken to the next line, and the grid says how this one was answered."""
    address = line(backstage)
    before = read_left(worker)
    file_id = arrive(worker).rpartition("/")[2]
    form = worker.get(address).form(name="voice")
    data = dict([*form.data({}), ("received-evidence", file_id), ("keep", "1")])
    answer = worker.fetch(address, "POST", data=data)
    following = answer.headers["Location"]
    assert following.startswith("/my/grid/")
    assert not following.startswith(address)
    assert "C’est gardé. Personne d’autre ne le voit." in worker.get(following).text
    assert read_left(worker) == before - 1
    for page in (worker.get("/my/grid"), worker.get("/my/grid/pocket")):
        assert "Répondu à voix haute" in page.text
    # Said in a word too, the word stands.
    form = worker.get(address).form(name="mobilised")
    worker.submit(form, mobilised="yes", later="1")
    assert "Répondu à voix haute" not in worker.get("/my/grid").text


def read_left(worker: HtmxVisitor) -> int:
    """How many lines of the grid say they have no answer yet."""
    return worker.get("/my/grid").text.count("Pas encore de réponse")


def test_the_same_recording_sent_twice_is_kept_once(
    worker: HtmxVisitor, backstage: Session
) -> None:
    file_id = speak(worker, backstage)
    address = line(backstage)
    data = dict(worker.get(address).form(name="voice").data({}))
    worker.fetch(address, "POST", data={**data, "keep": "1", "received-evidence": str(file_id)})
    assert len(backstage.scalars(select(Evidence)).all()) == 1


def test_choices_stay_with_the_voice_and_the_photo_kept_beside_them(
    worker: HtmxVisitor, backstage: Session
) -> None:
    """Each button keeps the whole page: what is chosen first is not lost by what comes after."""
    address = line(backstage)
    file_id = arrive(worker).rpartition("/")[2]
    form = worker.get(address).form(name="voice")
    said = {"mobilised": "yes", "mastery": "3"}
    data = dict(form.data({})) | said | {"received-evidence": file_id, "keep": "1"}
    worker.fetch(address, "POST", data=data)
    (kept,) = backstage.scalars(select(GridAnswer))
    assert (kept.mobilised, kept.mastery) == ("yes", "3")
    assert "Répondu à voix haute" not in worker.get("/my/grid").text
    other = line(backstage, "link-keep")
    form = worker.get(other).form(name="photo")
    picture = (photo("jpeg"), "affiche.jpg")
    page = worker.submit(form, keep="1", photo=picture, mobilised="not_yet", interest="2")
    assert page.one("input", name="mobilised", value="not_yet").get("checked") is not None
    assert len(backstage.scalars(select(Evidence)).all()) == 2
    # Refused, the picture takes nothing with it: neither the choices nor the words.
    form = worker.get(other).form(name="photo")
    wrong = (b"MZ" + b"\0" * 200, "x.exe")
    page = worker.submit(form, expect=422, keep="1", photo=wrong, words="J’affiche.", mastery="4")
    assert "J’affiche." in page.text
    assert page.one("input", name="mastery", value="4").get("checked") is not None


def test_nobody_else_hears_it(
    worker: HtmxVisitor,
    backstage: Session,
    region: Region,
    signed_in: Browsers,
    run_jobs: Callable[[], None],
) -> None:
    file_id = speak(worker, backstage)
    run_jobs()
    other = signed_in(region.director)
    for method, path in (("GET", "/content"), ("GET", "/pages/1"), ("HEAD", "")):
        assert other.fetch(f"/my/uploads/{file_id}{path}", method).status_code == 404
    assert ask(other, "PATCH", f"/my/uploads/{file_id}", b"x", Upload_Offset="0").status_code == 404
    assert ask(other, "DELETE", f"/my/uploads/{file_id}").status_code == 404


def test_what_another_space_takes_is_refused_here(worker: HtmxVisitor) -> None:
    assert create(worker, 10, "voice").status_code == 422
    assert create(worker, 10, "offer_recording").status_code == 422


def test_without_javascript_a_photo_comes_with_the_form(
    worker: HtmxVisitor, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    address = line(backstage)
    form = worker.get(address).form(name="photo")
    page = worker.submit(form, keep="1", photo=(photo("jpeg"), "affiche.jpg"))
    assert "Une photo ou un document" in page.text
    run_jobs()
    (shown,) = backstage.scalars(select(Evidence))
    seen = worker.fetch(f"/my/uploads/{shown.file_id}/pages/1")
    assert (seen.status_code, seen.mimetype) == (200, "image/webp")


def test_a_file_that_is_neither_is_refused_in_words(
    worker: HtmxVisitor, backstage: Session
) -> None:
    address = line(backstage)
    form = worker.get(address).form(name="photo")
    page = worker.submit(form, expect=422, keep="1", photo=(b"MZ" + b"\0" * 200, "x.exe"))
    assert page.find("p", class_="field-error")
    assert backstage.scalars(select(Evidence)).all() == []


def test_taken_back_it_is_erased(worker: HtmxVisitor, backstage: Session) -> None:
    file_id = speak(worker, backstage)
    # Kept, it is not taken back by mistake.
    assert ask(worker, "DELETE", f"/my/uploads/{file_id}").status_code == 409
    (shown,) = backstage.scalars(select(Evidence))
    worker.submit(worker.get(line(backstage)).form(f"/my/grid/evidence/{shown.id}/remove"))
    backstage.expire_all()
    assert backstage.get(StoredFile, file_id) is None


def test_the_wrong_photo_is_taken_back_before_it_is_kept(
    worker: HtmxVisitor, backstage: Session
) -> None:
    url = arrive(worker)
    assert ask(worker, "DELETE", url).status_code == 204
    assert backstage.scalars(select(StoredFile)).all() == []


@pytest.fixture
def shared(
    worker: HtmxVisitor, backstage: Session, region: Region, karim: Person
) -> Callable[[UUID], str]:
    """Karim works at the structure and shares his grid with it, his recording included."""
    join_team(backstage, region.structure, karim, Role.MEMBER)

    def share(file_id: UUID) -> str:
        shown = select(Evidence.id).where(Evidence.file_id == file_id)
        form = worker.get("/my/shares/new").form(name="parts")
        preview = worker.submit(
            form,
            reader=f"o:{region.structure.id}",
            parts=["grid"],
            headings=["all"],
            evidence=[str(backstage.scalars(shown).one())],
            purpose="Mon entretien",
        )
        assert "Un texte, un enregistrement ou une photo part avec." in preview.text
        worker.submit(preview.form("/my/shares"))
        (made,) = backstage.scalars(select(Share))
        return f"/employer/{region.structure.slug}/shares/{made.id}"

    return share


def test_a_share_that_includes_it_is_heard_until_it_is_revoked(
    worker: HtmxVisitor,
    backstage: Session,
    region: Region,
    shared: Callable[[UUID], str],
    signed_in: Browsers,
    run_jobs: Callable[[], None],
) -> None:
    file_id = speak(worker, backstage)
    run_jobs()
    theirs = shared(file_id)
    boss = signed_in(region.director)
    address = f"{theirs}/files/{file_id}"
    assert any(audio.get("src") == address for audio in boss.get(theirs).find("audio"))
    assert boss.fetch(address, headers={"Range": "bytes=0-9"}).status_code == 206
    assert boss.fetch(f"/my/uploads/{file_id}/content").status_code == 404
    assert signed_in(region.writer).fetch(address).status_code == 403
    mine = f"/my/shares/{theirs.rpartition('/')[2]}"
    worker.submit(worker.get(mine).form(f"{mine}/revoke"))
    assert boss.fetch(address).status_code == 404


def test_who_shares_a_recording_reads_that_it_was_heard(
    worker: HtmxVisitor,
    backstage: Session,
    region: Region,
    shared: Callable[[UUID], str],
    signed_in: Browsers,
    run_jobs: Callable[[], None],
) -> None:
    file_id = speak(worker, backstage)
    run_jobs()
    theirs = shared(file_id)
    boss = signed_in(region.director)
    for piece in ("bytes=0-9", "bytes=10-19"):
        boss.fetch(f"{theirs}/files/{file_id}", headers={"Range": piece})
    (look,) = backstage.scalars(select(ShareLook))
    assert (look.looker_name, look.file_id) == ("Nadia", file_id)
    page = worker.get(f"/my/shares/{theirs.rpartition('/')[2]}")
    assert "a écouté ou regardé ce que vous avez joint" in page.text
    # Taken back, the recording goes; that it was heard stays.
    (shown,) = backstage.scalars(select(Evidence))
    worker.submit(worker.get(line(backstage)).form(f"/my/grid/evidence/{shown.id}/remove"))
    backstage.expire_all()
    (look,) = backstage.scalars(select(ShareLook))
    assert look.file_id is None


def test_words_alone_can_be_shown(
    worker: HtmxVisitor, backstage: Session, region: Region, karim: Person, signed_in: Browsers
) -> None:
    address = line(backstage)
    form = worker.get(address).form(name="words")
    worker.submit(form, keep="words", words="J’ai accompagné un ami à la mairie.")
    (shown,) = backstage.scalars(select(Evidence))
    form = worker.get(f"/my/shares/new?q={region.structure.name}").form(name="parts")
    preview = worker.submit(
        form,
        reader=f"o:{region.structure.id}",
        evidence=[str(shown.id)],
        purpose="Mon entretien",
    )
    assert "Je montre ce qui montre mes réponses" in preview.text
    worker.submit(preview.form("/my/shares"))
    (made,) = backstage.scalars(select(Share))
    assert made.kind == ShareKind.RECORDING
    seen = signed_in(region.director).get(f"/employer/{region.structure.slug}/shares/{made.id}")
    assert "J’ai accompagné un ami à la mairie." in seen.text


def test_a_recording_taken_back_leaves_the_share(
    worker: HtmxVisitor,
    backstage: Session,
    region: Region,
    shared: Callable[[UUID], str],
    signed_in: Browsers,
    run_jobs: Callable[[], None],
) -> None:
    file_id = speak(worker, backstage)
    run_jobs()
    theirs = shared(file_id)
    (shown,) = backstage.scalars(select(Evidence))
    worker.submit(worker.get(line(backstage)).form(f"/my/grid/evidence/{shown.id}/remove"))
    assert signed_in(region.director).get(theirs).find("audio") == []


def send_what_waited(
    worker: HtmxVisitor, backstage: Session, file_id: str, **said: str
) -> TestResponse:
    """What static/js/pocket-sending.js sends once the pieces of a recording arrived."""
    address = line(backstage)
    token = worker.get("/my/grid/lines/new").one("input", name="csrf_token").get("value") or ""
    data = {"csrf_token": token, "kept": "1", "received-evidence": file_id} | said
    return worker.fetch(f"{address}/files", "POST", data=data)


def test_a_recording_that_waited_is_kept_once(
    worker: HtmxVisitor, backstage: Session, nadia: Person, signed_in: Browsers
) -> None:
    mark = "5d1c7a52-4b1e-4a52-9a8f-0d6f0a2b7c11"
    # Sent by two pages at once, it came twice, under two names.
    first, second = (arrive(worker).rpartition("/")[2] for _page in range(2))
    for file_id in (first, second):
        answer = send_what_waited(worker, backstage, file_id, evidence=mark)
        assert answer.status_code == 204
    (shown,) = backstage.scalars(select(Evidence))
    assert str(shown.file_id) == first
    assert [str(one) for one in backstage.scalars(select(StoredFile.id))] == [first]
    # The mark is the device's: it names nothing of another person's.
    theirs = signed_in(nadia)
    other = arrive(theirs).rpartition("/")[2]
    assert send_what_waited(theirs, backstage, other, evidence=mark).status_code == 204
    backstage.expire_all()
    assert len(backstage.scalars(select(Evidence)).all()) == 2


def at_once(worker: HtmxVisitor, address: str, bodies: list[dict[str, str]]) -> list[int]:
    """The same page in as many windows, pressed together."""
    token = worker.get("/my/grid/lines/new").one("input", name="csrf_token").get("value") or ""
    cookie = worker.client.get_cookie("__Host-portal", domain="portail.example.org")
    assert cookie is not None

    def press(body: dict[str, str]) -> int:
        browser = worker.client.application.test_client()
        browser.set_cookie("__Host-portal", cookie.value, domain="portail.example.org", secure=True)
        data = {"csrf_token": token} | body
        return browser.post(address, data=data, base_url=worker.base_url).status_code

    with ThreadPoolExecutor(6) as presses:
        return list(presses.map(press, bodies))


def test_a_recording_sent_by_two_windows_at_once_is_there_once(
    worker: HtmxVisitor, backstage: Session
) -> None:
    file_id = arrive(worker).rpartition("/")[2]
    bodies = [{"received-evidence": file_id}] * 8
    assert set(at_once(worker, f"{line(backstage)}/files", bodies)) == {204}
    (shown,) = backstage.scalars(select(Evidence))
    # On another line too, it stays where it was.
    other = line(backstage, "link-keep")
    assert at_once(worker, f"{other}/files", bodies[:1]) == [204]
    assert backstage.scalars(select(Evidence.id)).all() == [shown.id]
    worker.submit(worker.get(line(backstage)).form(f"/my/grid/evidence/{shown.id}/remove"))
    assert backstage.scalars(select(StoredFile.id)).all() == []


def test_words_that_waited_in_two_windows_are_there_once(
    worker: HtmxVisitor, backstage: Session
) -> None:
    mark = "5d1c7a52-4b1e-4a52-9a8f-0d6f0a2b7c11"
    bodies = [{"words": "Un jour.", "kept": "1", "evidence": mark}] * 8
    assert set(at_once(worker, f"{line(backstage)}/words", bodies)) == {204}
    assert len(backstage.scalars(select(Evidence)).all()) == 1


def test_a_line_takes_ten_examples_however_they_are_sent(
    worker: HtmxVisitor, backstage: Session
) -> None:
    bodies = [{"words": f"Le jour {number}."} for number in range(14)]
    at_once(worker, f"{line(backstage)}/words", bodies)
    assert len(backstage.scalars(select(Evidence)).all()) == 10


def test_why_words_that_waited_cannot_be_kept_is_said_to_the_device(
    worker: HtmxVisitor, backstage: Session
) -> None:
    address = f"{line(backstage)}/words"
    at_once(worker, address, [{"words": f"Le jour {number}."} for number in range(10)])
    token = worker.get("/my/grid/lines/new").one("input", name="csrf_token").get("value") or ""
    for words, why in (("Encore un.", "Il y a déjà beaucoup"), ("", "Écri"), ("x" * 9000, "long")):
        data = {"csrf_token": token, "kept": "1", "words": words}
        answer = worker.fetch(address, "POST", data=data)
        assert (answer.status_code, answer.mimetype) == (422, "application/json")
        assert why in (answer.json or {})["message"]


def test_why_a_file_that_waited_cannot_be_kept_is_said_in_the_words_of_its_field(
    worker: HtmxVisitor, backstage: Session
) -> None:
    token = worker.get("/my/grid/lines/new").one("input", name="csrf_token").get("value") or ""
    data = {"csrf_token": token, "kept": "1", "voice": (BytesIO(b"rien"), "rien.webm")}
    answer = worker.fetch(f"{line(backstage)}/files", "POST", data=data)
    assert answer.status_code == 422
    assert (answer.json or {})["message"]


def test_a_mark_of_another_line_erases_nothing(worker: HtmxVisitor, backstage: Session) -> None:
    mark = "5d1c7a52-4b1e-4a52-9a8f-0d6f0a2b7c11"
    first, second = (arrive(worker).rpartition("/")[2] for _page in range(2))
    for file_id, code in ((first, "link-trust"), (second, "link-keep")):
        body = {"received-evidence": file_id, "kept": "1", "evidence": mark}
        assert at_once(worker, f"{line(backstage, code)}/files", [body]) == [204]
    assert {str(one) for one in backstage.scalars(select(Evidence.file_id))} == {first, second}


def test_what_is_not_all_here_shows_nothing(worker: HtmxVisitor, backstage: Session) -> None:
    url = create(worker, len(SOUND)).headers["Location"]
    body = {"received-evidence": url.rpartition("/")[2]}
    assert at_once(worker, f"{line(backstage)}/files", [body]) == [409]
    assert backstage.scalars(select(Evidence)).all() == []


def test_what_was_said_before_an_interview_shows_no_line(
    worker: HtmxVisitor, backstage: Session, karim: Person, region: Region
) -> None:
    file_id = arrive(worker).rpartition("/")[2]
    going = build_interview(backstage, region.structure, karim, region.director, "word")
    prepared = InterviewPreparation(
        interview_id=going.id,
        person_id=karim.id,
        topic="remark",
        words="",
        file_id=UUID(file_id),
        changed_at=clock.now(),
    )
    backstage.add(prepared)
    backstage.commit()
    body = {"received-evidence": file_id}
    assert at_once(worker, f"{line(backstage)}/files", [body]) == [404]
    assert backstage.scalars(select(Evidence)).all() == []


def test_what_waited_goes_to_nobody_else(
    worker: HtmxVisitor, backstage: Session, karim: Person, nadia: Person
) -> None:
    """Karim is signed in on a phone where Nadia’s recording waits."""
    refused = create(worker, len(SOUND), owner=str(nadia.id))
    assert refused.status_code == 409
    assert create(worker, len(SOUND), owner=str(karim.id)).status_code == 201
    file_id = arrive(worker).rpartition("/")[2]
    theirs = send_what_waited(worker, backstage, file_id, owner=str(nadia.id))
    assert theirs.status_code == 409
    assert backstage.scalars(select(Evidence)).all() == []


def test_why_it_cannot_be_kept_is_said_to_the_device(
    worker: HtmxVisitor, backstage: Session
) -> None:
    for _one in range(10):
        send_what_waited(worker, backstage, arrive(worker).rpartition("/")[2])
    answer = send_what_waited(worker, backstage, arrive(worker).rpartition("/")[2])
    assert answer.status_code == 422
    assert answer.json is not None
    assert "Retirez-en une" in answer.json["message"]


def test_a_version_says_what_was_answered_aloud(
    worker: HtmxVisitor, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    """On the page, in the files, beside another version; said in a word since, it stays said."""
    worker.submit(worker.get(line(backstage, "link-keep")).form(name="mastery"), mastery="3")
    keep = worker.get("/my/versions").form("/my/versions")
    worker.submit(keep)
    file_id = speak(worker, backstage)
    run_jobs()
    worker.submit(worker.get("/my/versions").form("/my/versions"))
    worker.submit(worker.get(line(backstage)).form(name="mobilised"), mobilised="yes")
    page = worker.get("/my/versions/2")
    assert "Répondu à voix haute" in page.text
    assert f"/my/uploads/{file_id}/content" in page.html
    assert len(page.find("audio")) == 1
    off_paper = [one for one in page.find("div") if one.get("class") == "no-print"]
    assert sum(one.find(".//audio") is not None for one in off_paper) == 1
    assert "Répondu à voix haute" not in worker.get("/my/versions/1").text
    compared = worker.get("/my/versions/compare?older=1&newer=2").text
    assert "Ce qui est nouveau" in compared
    assert "Répondu à voix haute" in compared
    assert "Répondu à voix haute" in worker.get("/my/versions/2/charts").text


@pytest.mark.parametrize("with_sound", [True, False])
def test_that_one_answered_aloud_goes_with_the_recording_only(
    worker: HtmxVisitor,
    backstage: Session,
    karim: Person,
    run_jobs: Callable[[], None],
    database: Database,
    *,
    with_sound: bool,
) -> None:
    speak(worker, backstage)
    worker.submit(
        worker.get(line(backstage, "link-keep")).form(name="mobilised"), mobilised="yes", later="1"
    )
    run_jobs()
    wanted = backstage.scalars(select(Evidence.id)).all() if with_sound else []
    day = clock.today() + timedelta(days=9)
    with database.session(Reach(karim.id)) as session:
        assert "spoken" in str(current_document(session, karim.id)["grid"])
        asked = Wanted(
            uuid4(), Reader("Nadia", karim.id), [Part.GRID], None, "Parler", day, evidence=wanted
        )
        copy = propose(session, Actor(karim.id, "Karim"), asked).document
    assert ("spoken" in str(copy["grid"])) is with_sound


def test_a_share_tells_nothing_of_lines_left_to_a_voice(
    worker: HtmxVisitor,
    backstage: Session,
    karim: Person,
    run_jobs: Callable[[], None],
    database: Database,
) -> None:
    """Nor how many things show the lines that are told."""
    speak(worker, backstage)
    run_jobs()
    # Answered in a word, and shown by words.
    told = line(backstage, "link-keep")
    worker.submit(worker.get(told).form(name="mobilised"), mobilised="yes", later="1")
    assert at_once(worker, f"{told}/words", [{"words": "Un jour."}]) == [204]
    day = clock.today() + timedelta(days=9)
    asked = Wanted(uuid4(), Reader("Nadia", karim.id), [Part.GRID], None, "Parler", day)
    with database.session(Reach(karim.id)) as session:
        copy = propose(session, Actor(karim.id, "Karim"), asked).document
    lines = [
        one for framework in copy["grid"] for group in framework["groups"] for one in group["lines"]
    ]
    assert [(one["code"], one["evidence"]) for one in lines] == [("link-keep", 0)]
    assert all(group["lines"] for framework in copy["grid"] for group in framework["groups"])


def test_a_share_of_what_is_only_said_aloud_is_of_nothing(
    worker: HtmxVisitor, backstage: Session, karim: Person, database: Database
) -> None:
    speak(worker, backstage)
    asked = Wanted(uuid4(), Reader("Nadia", karim.id), [Part.GRID], None, "Parler", clock.today())
    with database.session(Reach(karim.id)) as session, pytest.raises(NothingChosen):
        propose(session, Actor(karim.id, "Karim"), asked)


def test_of_two_lines_of_one_name_only_the_one_heard_is_said_to_be(
    worker: HtmxVisitor,
    backstage: Session,
    karim: Person,
    run_jobs: Callable[[], None],
    database: Database,
) -> None:
    for heading in ("Dehors", "Dedans"):
        page = worker.get("/my/grid/lines/new")
        worker.submit(page.form(name="label"), label="Faire le thé", heading=heading)
    found = select(FrameworkAction.id).where(FrameworkAction.label == "Faire le thé")
    for action_id in backstage.scalars(found).all():
        body = {"received-evidence": arrive(worker).rpartition("/")[2]}
        assert at_once(worker, f"/my/grid/{action_id}/files", [body]) == [204]
    run_jobs()
    one = backstage.scalars(select(Evidence.id)).first()
    assert one
    day = clock.today() + timedelta(days=9)
    asked = Wanted(
        uuid4(), Reader("Nadia", karim.id), [Part.GRID], None, "Parler", day, evidence=[one]
    )
    with database.session(Reach(karim.id)) as session:
        copy = propose(session, Actor(karim.id, "Karim"), asked).document
    assert str(copy["grid"]).count("spoken") == 1


@pytest.fixture
def spoken(worker: HtmxVisitor, backstage: Session, run_jobs: Callable[[], None]) -> UUID:
    file_id = speak(worker, backstage)
    run_jobs()
    return file_id


@pytest.fixture
def reads(region: Region, signed_in: Browsers) -> Callable[[str], int]:
    """What the director is answered there."""
    reader = signed_in(region.director)
    return lambda address: reader.fetch(address).status_code


@pytest.mark.parametrize("how", ["revoked", "erased"])
def test_what_is_taken_back_while_it_is_opened_is_not_there(
    shared: Callable[[UUID], str],
    spoken: UUID,
    backstage: Session,
    reads: Callable[[str], int],
    monkeypatch: pytest.MonkeyPatch,
    *,
    how: str,
) -> None:
    theirs = shared(spoken)
    found = shares_of.get_received

    def taken_back(*asked: Any) -> Share:
        share = found(*asked)
        if how == "revoked":
            backstage.execute(update(Share).values(revoked_at=clock.now()))
        else:
            backstage.execute(delete(ShareLook))
            backstage.execute(delete(Share))
        backstage.commit()
        return share

    assert reads(theirs) == 200
    monkeypatch.setattr(shares_of, "get_received", taken_back)
    assert reads(theirs) == 404


def closing_meanwhile(backstage: Session, person: Person, press: Callable[[], Any]) -> Any:
    """What somebody presses while their account is closed elsewhere."""
    backstage.rollback()
    backstage.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    with ThreadPoolExecutor(1) as pool:
        pressed = pool.submit(press)
        wait_until_blocked(backstage)
        backstage.execute(delete(Person).where(Person.id == person.id))
        backstage.commit()
        return pressed.result(timeout=10)


def test_a_recording_that_meets_a_closed_account_is_refused_in_words(
    worker: HtmxVisitor, karim: Person, backstage: Session
) -> None:
    worker.get("/my/grid?lang=en")
    answer = closing_meanwhile(backstage, karim, lambda: create(worker, len(SOUND)))
    assert (answer.status_code, answer.mimetype) == (410, "application/json")
    assert (answer.json or {})["message"].startswith("What you were filling in")
    assert backstage.scalars(select(StoredFile.id)).all() == []


def test_a_file_of_a_form_that_meets_a_closed_account_leaves_nothing(
    worker: HtmxVisitor, karim: Person, backstage: Session
) -> None:
    page = worker.get(f"{line(backstage)}?lang=ps")
    form = page.form(name="voice")
    data = dict(form.data({})) | {"keep": "1", "evidence": (BytesIO(SOUND), "mots.webm")}
    answer = closing_meanwhile(
        backstage, karim, lambda: worker.fetch(form.action, "POST", data=data)
    )
    assert answer.status_code == 410
    assert 'lang="ps"' in answer.text
    assert backstage.scalars(select(StoredFile.id)).all() == []
    assert list(vault.current().list_ids()) == []
