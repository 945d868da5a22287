"""For each policy, something that it alone refuses: by role, by owner or by state.

Tried with the ground and the owners of the queries down, first with the policy as it is, then with
one that always says yes. Raises the DomainError of the refusal; returns if it went through.
"""

import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

import portal
from portal.engagements.actions import welcomes
from portal.events.actions import groups, meetings
from portal.events.actions import notes as meeting_notes
from portal.events.enums import Audience
from portal.files import actions as files
from portal.files import queries as file_queries
from portal.files.enums import FilePurpose, FileState
from portal.files.models import StoredFile
from portal.jobs.actions import (
    applying,
    following,
    notes,
    offers,
    relays,
    state_texts,
    translating,
    writing,
)
from portal.jobs.enums import ApplicationState, CloseReason, OfferStep, PartKind
from portal.jobs.models import Application, Offer
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel import clock, tokens
from portal.kernel.db import Database, Reach, new_id
from portal.kernel.errors import NotAllowed
from portal.languages import actions as languages
from portal.languages.models import ContentTranslation
from portal.languages.said import Said
from portal.organisations.actions import teams
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.queries import service
from portal.organisations.scope import STRANGER, Actor, Place
from portal.people.actions import contacts, sign_in
from portal.people.models import ContactPoint, SignIn
from portal.skills.actions import frameworks, interviews
from portal.trainings.actions import (
    attending,
    certifying,
    evaluating,
    registrations,
    sessions,
    venues,
)
from portal.trainings.actions import meetings as choosing
from portal.trainings.actions import moves as training_moves
from portal.trainings.actions import relays as training_relays
from portal.trainings.actions import translating as training_translating
from portal.trainings.actions import writing as trainings
from portal.trainings.enums import Agreement, RegistrationState
from portal.trainings.models import Registration, TrainingSession
from portal.trainings.queries import meetings as meetings_before
from portal.trainings.queries import sessions as dates
from portal.trainings.queries import translations as training_translations
from tests.factories.house import House
from tests.factories.offers import actor_of
from tests.walls import tries
from tests.walls.tries import Town


def _policies() -> dict[str, tuple[ModuleType, str]]:
    """Every `can_…` of every context, from the code."""
    found = {}
    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        if "policy" in module.name.split("."):
            loaded = import_module(module.name)
            for name, value in vars(loaded).items():
                if name.startswith("can_") and value.__module__ == loaded.__name__:
                    found[f"{loaded.__name__}.{name}"] = (loaded, name)
    return found


POLICIES = _policies()


@dataclass(frozen=True)
class Trial:
    app: Flask
    town: Town
    database: Database

    @property
    def ours(self) -> House:
        return self.town.houses[0]

    @property
    def theirs(self) -> House:
        return self.town.houses[1]

    @contextmanager
    def acting(self, actor: Actor) -> Iterator[Session]:
        """A session as the doors would have opened it; kept, so that the database has its say."""
        kind = actor.place.kind.value if actor.place else ""
        place = actor.place.id if actor.place else None
        reaching = Reach(actor.person_id, place, kind)
        with self.database.session(reaching) as session:
            yield session
            session.commit()

    def arrange(
        self, model: type[Application | Offer | StoredFile], id_: object, **values: Any
    ) -> None:
        """Put a thing in the state the attempt needs."""
        with self.database.session() as session:
            found = session.get_one(model, id_)
            for name, value in values.items():
                setattr(found, name, value)
            session.commit()

    @property
    def recruiter(self) -> Actor:
        return actor_of(self.ours, Role.RECRUITER)

    @property
    def candidate(self) -> Actor:
        """Somebody with an account, who is not the candidate of the other house."""
        return Actor(person_id=self.ours.candidate.id, name="Awa")

    def federation(self, standing: Standing = Standing.ADMITTED) -> Actor:
        federation = self.ours.federation
        place = Place(
            id=federation.id,
            kind=OrganisationKind.FEDERATION,
            slug=federation.slug,
            name=federation.name,
            standing=standing,
            role=Role.ADMINISTRATOR,
        )
        return Actor(person_id=self.ours.federal_officer.id, name="Paul", place=place)


Attempt = Callable[[Trial], object]


def _in_a_lesser_role(endpoint: str) -> Attempt:
    """Through the page, as the matrix does."""

    def attempt(trial: Trial) -> None:
        (rule,) = (rule for rule in tries.RULES if rule.endpoint == endpoint)
        if not tries.lesser_roles_let_in(trial.app, trial.town, rule):
            raise NotAllowed

    return attempt


def _give(trial: Trial) -> object:
    theirs = trial.theirs.structure.id
    with trial.acting(STRANGER) as session:
        return files.create_upload(session, STRANGER, FilePurpose.VOICE, theirs, 10, "voix.ogg")


def _erase_file(trial: Trial) -> None:
    with trial.acting(trial.recruiter) as session:
        files.erase(session, trial.recruiter, trial.ours.files["voice"].id)


def _play_unready(trial: Trial) -> object:
    file_id = trial.ours.files["voice"].id
    trial.arrange(StoredFile, file_id, state=FileState.RECEIVED)
    with trial.acting(trial.recruiter) as session:
        return file_queries.open_content(session, trial.recruiter, file_id)


def _answer_closed(trial: Trial) -> object:
    offer = OfferToAnswer(
        id=trial.ours.offer.id,
        organisation_id=trial.ours.structure.id,
        slug=trial.ours.offer.slug,
        state="closed",
        apply_until=None,
        title="",
        said=Said(""),
        structure="",
        ways={},
        questions=(),
        time_choice=None,
        answer_days=21,
    )
    with trial.acting(trial.candidate) as session:
        return applying.start(
            session,
            trial.candidate,
            offer,
            trial.app.extensions["portal.settings"],
            locale="fr",
            ways=(),
        )


def _on_foreign_application(
    act: Callable[[Session, Actor, Any], object],
    *,
    draft: bool = False,
    path: tuple[ApplicationState, ...] = (),
    **facts: Any,
) -> Attempt:
    """What only the candidate of an application may do, by another; once it came along a path."""

    def attempt(trial: Trial) -> object:
        house = trial.theirs
        found = house.draft_application if draft else house.application
        for state in path:
            trial.arrange(Application, found.id, state=state)
        if facts:
            trial.arrange(Application, found.id, **facts)
        with trial.acting(trial.candidate) as session:
            return act(session, trial.candidate, found.id)

    return attempt


def _on_offer(
    act: Callable[[Session, Actor, Any], object], *, foreign: bool, published: bool = False
) -> Attempt:
    """On another structure's offer, or on our own in a state where it makes no sense."""

    def attempt(trial: Trial) -> object:
        house = trial.theirs if foreign else trial.ours
        offer = house.offer if published else house.draft_offer
        with trial.acting(trial.recruiter) as session:
            return act(session, trial.recruiter, offer.id)

    return attempt


def _write_offer_elsewhere(trial: Trial) -> object:
    with trial.acting(trial.federation()) as session:
        return offers.create_offer(session, trial.federation())


def _relay_unvouched(trial: Trial) -> object:
    pending = trial.federation(Standing.PENDING)
    with trial.acting(pending) as session:
        return relays.relay_offer(session, pending, trial.ours.offer.id, "")


def _relay_training_unvouched(trial: Trial) -> object:
    pending = trial.federation(Standing.PENDING)
    assert trial.theirs.trainings is not None
    with trial.acting(pending) as session:
        training_id = trial.theirs.trainings.online.id
        return training_relays.relay_training(session, pending, training_id, "")


def _reset_text(trial: Trial) -> None:
    writer = actor_of(trial.ours, Role.WRITER)
    with trial.acting(writer) as session:
        state_texts.reset_state_text(session, writer, step="declined", language="fr")


def _watch(trial: Trial) -> object:
    with trial.acting(trial.recruiter) as session:
        return service.list_schemes(session, trial.recruiter)


def _remove_note_of_colleague(trial: Trial) -> None:
    """The note is the administrator's."""
    with trial.acting(trial.recruiter) as session:
        application, note = trial.ours.application.id, trial.ours.holes["note_id"]
        notes.remove_note(session, trial.recruiter, application, note)


def _remove_last_contact(trial: Trial) -> None:
    """Alone in the database, for the queries forgot whose contacts they list."""
    person = trial.ours.candidate.id
    with trial.acting(trial.candidate) as session:
        session.execute(delete(ContactPoint).where(ContactPoint.person_id != person))
        sign_in.begin_session(session, person, device="")
        here = session.scalars(select(SignIn.id).order_by(SignIn.created_at.desc())).first()
        last = session.scalars(select(ContactPoint.id)).one()
        assert here is not None
        contacts.remove_contact(session, person, last, sign_in_id=here)


def _found_in_a_structure(trial: Trial) -> object:
    facts = groups.GroupFacts(title="Entre nous", audience=Audience.INVITED)
    with trial.acting(trial.recruiter) as session:
        return groups.found_group(session, trial.recruiter, b"key", facts)


def _call_off_what_is_over(trial: Trial) -> object:
    assert trial.ours.circle is not None
    with trial.acting(trial.federation()) as session:
        return meetings.cancel_meeting(session, trial.federation(), trial.ours.circle.meeting.id)


def _write_notes_before(trial: Trial) -> object:
    assert trial.ours.hosted is not None
    with trial.acting(trial.candidate) as session:
        coming = trial.ours.hosted.coming.id
        return meeting_notes.propose_notes(session, trial.candidate, coming, "Déjà")


def _take_over_as_writer(trial: Trial) -> object:
    assert trial.ours.interview is not None
    writer = actor_of(trial.ours, Role.WRITER)
    with trial.acting(writer) as session:
        return interviews.take_over(session, writer, trial.ours.interview.id)


def _end_a_welcome_in_a_federation(trial: Trial) -> None:
    assert trial.ours.engagement is not None
    with trial.acting(trial.federation()) as session:
        welcomes.end(session, trial.federation(), trial.ours.engagement.id, clock.today())


def _let_oneself_in(trial: Trial) -> None:
    """The team has somebody: what it shares is among its members."""
    administrator = actor_of(trial.ours, Role.ADMINISTRATOR)
    assert trial.ours.team is not None
    assert administrator.person_id is not None
    with trial.acting(administrator) as session:
        teams.add_member(session, administrator, trial.ours.team.id, administrator.person_id)


def _put_a_colleague_out(trial: Trial) -> None:
    writer = actor_of(trial.ours, Role.WRITER)
    assert trial.ours.team is not None
    with trial.acting(writer) as session:
        teams.remove_member(session, writer, trial.ours.team.id, trial.ours.recruiter.id)


def _write_a_framework_in_a_structure(trial: Trial) -> object:
    with trial.acting(trial.recruiter) as session:
        return frameworks.create_framework(session, trial.recruiter, "La nôtre")


def _start_a_training_in_a_structure(trial: Trial) -> object:
    with trial.acting(trial.recruiter) as session:
        return trainings.create_training(session, trial.recruiter)


def _on_foreign_training(act: Callable[[Session, Actor, UUID], object], which: str) -> Attempt:
    """What only its federation may do with a training, by another federation."""

    def attempt(trial: Trial) -> object:
        federation = trial.federation()
        with trial.acting(federation) as session:
            return act(session, federation, getattr(trial.theirs.trainings, which).id)

    return attempt


def _on_foreign_registration(
    act: Callable[[Session, Actor, UUID], object], state: RegistrationState, **more: object
) -> Attempt:
    """What only who asked to come may do, by another; theirs stands where it would be possible."""

    def attempt(trial: Trial) -> object:
        joined = trial.theirs.joined
        assert joined is not None
        with trial.database.session() as session:
            session.get_one(TrainingSession, joined.dates.id).places = 500
            known = session.get_one(Registration, joined.registration.id)
            values = {one.name: getattr(known, one.name) for one in Registration.__table__.columns}
            later = clock.now() + timedelta(days=1)
            made = values | {
                "id": new_id(),
                "state": state,
                "holder_digest": tokens.digest(tokens.new_token()),
                "agreement": Agreement.NONE,
                "agreement_digest": None,
                "offered_until": later if state == RegistrationState.OFFERED else None,
                "submitted_at": None if state == RegistrationState.DRAFT else clock.now(),
                **more,
            }
            session.add(Registration(**made))
            session.commit()
        with trial.acting(trial.candidate) as session:
            return act(session, trial.candidate, made["id"])

    return attempt


def _close_elsewhere(trial: Trial) -> object:
    """A session of another federation."""
    assert trial.theirs.joined is not None
    federation = trial.federation()
    with trial.acting(federation) as session:
        return sessions.close_session(session, federation, trial.theirs.joined.dates.id)


def _change_what_is_over(trial: Trial) -> object:
    """A session of one's own that took place."""
    assert trial.ours.joined is not None
    federation, day = trial.federation(), clock.today() - timedelta(days=1)
    with trial.acting(federation) as session:
        found = dates.get_session(session, federation, trial.ours.joined.dates.id)
        found.starts_on = found.ends_on = found.register_until = day
        session.flush()
        return sessions.change_session(session, federation, found.id, {}, version=found.version)


def _archive_elsewhere(trial: Trial) -> object:
    """A place of another federation."""
    assert trial.theirs.joined is not None
    federation = trial.federation()
    with trial.acting(federation) as session:
        return venues.archive_venue(session, federation, trial.theirs.joined.venue.id)


def _list_without_a_part(query: Callable[[Session, Actor, UUID], object]) -> Attempt:
    """A session of another federation, in which the actor has no part."""

    def attempt(trial: Trial) -> object:
        assert trial.theirs.joined is not None
        federation = trial.federation()
        with trial.acting(federation) as session:
            return query(session, federation, trial.theirs.joined.dates.id)

    return attempt


def _on_foreign_session(act: Callable[[Session, Actor, UUID], object]) -> Attempt:
    """What only who runs a session may do, by another federation."""

    def attempt(trial: Trial) -> object:
        federation = trial.federation()
        assert trial.theirs.held is not None
        with trial.acting(federation) as session:
            return act(session, federation, trial.theirs.held.dates.id)

    return attempt


def _translate_offer(session: Session, actor: Actor, offer_id: UUID) -> object:
    return translating.translate_offer(session, actor, offer_id, "ps", {"title": "پټ"})


def _translate_training(session: Session, actor: Actor, training_id: UUID) -> object:
    return training_translating.translate_training(
        session, actor, training_id, "ps", {"title": "پټ"}
    )


def _translate_in_another_house(trial: Trial) -> object:
    with trial.acting(trial.recruiter) as session:
        return training_translations.list_subjects(session, trial.recruiter)


def _keep_a_glossary_in_a_structure(trial: Trial) -> object:
    with trial.acting(trial.recruiter) as session:
        return languages.save_term(session, trial.recruiter, "pair", "ps", "ملګری")


def _review_ones_own(trial: Trial) -> None:
    """Translated before anybody's id was kept: only the name tells."""
    offer = trial.ours.draft_offer.id
    with trial.acting(trial.recruiter) as session:
        _translate_offer(session, trial.recruiter, offer)
        session.execute(update(ContentTranslation).values(translator_id=None))
        session.expire_all()
        translating.review_offer(session, trial.recruiter, offer, "ps", "title", version=1)


# A query tells the policy whose the thing is: its owner stays.
LEANS_ON_A_QUERY = {
    "portal.files.policy.can_erase",
    "portal.organisations.policy.can_add_to_team",
}

ATTEMPTS: dict[str, Attempt] = {
    "portal.engagements.policy.can_hold_check_ins": _in_a_lesser_role(
        "employer.welcome.show_check_in"
    ),
    "portal.engagements.policy.can_manage_welcomes": _in_a_lesser_role("employer.welcome.show_new"),
    "portal.engagements.policy.can_see_welcomes": _end_a_welcome_in_a_federation,
    "portal.engagements.policy.can_write_letters": _in_a_lesser_role(
        "employer.welcome.show_scheme"
    ),
    "portal.events.policy.can_found": _found_in_a_structure,
    "portal.events.policy.can_sign_up": _call_off_what_is_over,
    "portal.events.policy.can_write_notes": _write_notes_before,
    "portal.files.policy.can_be_played": _play_unready,
    "portal.files.policy.can_erase": _erase_file,
    "portal.files.policy.can_give": _give,
    "portal.jobs.policy.applications.can_accept_post": _on_foreign_application(
        following.accept_post,
        path=(ApplicationState.IN_REVIEW, ApplicationState.INTERVIEW, ApplicationState.OFFERED),
    ),
    "portal.jobs.policy.applications.can_add": _on_foreign_application(
        lambda session, actor, id_: following.add_files(session, actor, id_, PartKind.CV, ())
    ),
    "portal.jobs.policy.applications.can_answer": _answer_closed,
    "portal.jobs.policy.applications.can_answer_pool": _on_foreign_application(
        lambda session, actor, id_: following.answer_pool(session, actor, id_, agrees=True),
        pool_asked_at=clock.now(),
    ),
    "portal.jobs.policy.applications.can_change": _on_foreign_application(
        lambda session, actor, id_: applying.remember(session, actor, id_, "name", passed=True),
        draft=True,
    ),
    "portal.jobs.policy.applications.can_claim": _on_foreign_application(
        following.claim, person_id=None
    ),
    "portal.jobs.policy.applications.can_withdraw": _on_foreign_application(following.withdraw),
    "portal.jobs.policy.applications.can_write": _on_foreign_application(
        lambda session, actor, id_: following.reply(session, actor, id_, body="x", language="fr")
    ),
    "portal.jobs.policy.offers.can_close": _on_offer(
        lambda session, actor, id_: offers.close_offer(session, actor, id_, CloseReason.FILLED),
        foreign=False,
    ),
    "portal.jobs.policy.offers.can_delete": _on_offer(offers.delete_draft, foreign=True),
    "portal.jobs.policy.offers.can_edit": _on_offer(
        lambda session, actor, id_: writing.save_step(
            session, actor, id_, OfferStep.JOB, {"title": "Pris"}, version=1
        ),
        foreign=True,
    ),
    "portal.jobs.policy.offers.can_move": _on_offer(
        offers.pause_offer, foreign=True, published=True
    ),
    "portal.jobs.policy.offers.can_pause": _on_offer(offers.pause_offer, foreign=False),
    "portal.jobs.policy.offers.can_publish": _in_a_lesser_role("employer.offers.ask_renewal"),
    "portal.jobs.policy.offers.can_publish_offers": _in_a_lesser_role(
        "employer.offers.ask_renewal"
    ),
    "portal.jobs.policy.offers.can_renew": _on_offer(offers.renew_offer, foreign=False),
    "portal.jobs.policy.offers.can_resume": _on_offer(offers.resume_offer, foreign=False),
    "portal.jobs.policy.offers.can_translate": _on_offer(_translate_offer, foreign=True),
    "portal.jobs.policy.offers.can_translate_offers": _in_a_lesser_role(
        "employer.translations.list_subjects"
    ),
    "portal.jobs.policy.offers.can_write_offers": _write_offer_elsewhere,
    "portal.jobs.policy.relays.can_relay": _relay_unvouched,
    "portal.jobs.policy.screening.can_edit_texts": _reset_text,
    "portal.jobs.policy.screening.can_remove_note": _remove_note_of_colleague,
    "portal.jobs.policy.screening.can_screen": _in_a_lesser_role(
        "employer.applications.list_applications"
    ),
    "portal.languages.policy.can_keep_glossary": _keep_a_glossary_in_a_structure,
    "portal.languages.policy.can_review": _review_ones_own,
    "portal.organisations.policy.can_add_to_team": _let_oneself_in,
    "portal.organisations.policy.can_edit_card": _in_a_lesser_role("employer.settings.show_form"),
    "portal.organisations.policy.can_manage_team": _in_a_lesser_role("employer.team.invite"),
    "portal.organisations.policy.can_manage_teams": _in_a_lesser_role("employer.teams.make_team"),
    "portal.organisations.policy.can_remove_from_team": _put_a_colleague_out,
    "portal.organisations.policy.can_run_portal": _in_a_lesser_role(
        "operator.federations.show_form"
    ),
    "portal.organisations.policy.can_supervise": _in_a_lesser_role(
        "federation.structures.admit_structure"
    ),
    "portal.organisations.policy.can_watch_portal": _watch,
    "portal.people.policy.can_remove_contact": _remove_last_contact,
    "portal.skills.policy.can_hold_interviews": _in_a_lesser_role(
        "employer.interviews.list_interviews"
    ),
    "portal.skills.policy.can_keep_guide": _in_a_lesser_role("operator.guide.list_lines"),
    "portal.skills.policy.can_read_received": _in_a_lesser_role("employer.shares.list_shares"),
    "portal.skills.policy.can_take_over": _take_over_as_writer,
    "portal.skills.policy.can_write_frameworks": _write_a_framework_in_a_structure,
    "portal.trainings.policy.can_archive": _on_foreign_training(
        training_moves.archive_training, "draft"
    ),
    "portal.trainings.policy.can_claim": _on_foreign_registration(
        registrations.claim, RegistrationState.CONFIRMED, person_id=None
    ),
    "portal.trainings.policy.can_certify": _on_foreign_session(certifying.get_for_issuing),
    "portal.trainings.policy.can_evaluate": _on_foreign_registration(
        lambda session, actor, id_: evaluating.give(session, actor, id_, answers={}, words="Pris"),
        RegistrationState.CONFIRMED,
    ),
    "portal.trainings.policy.can_choose_moment": _on_foreign_registration(
        lambda session, actor, id_: choosing.ask_to_be_called(session, actor, id_, "Pris"),
        RegistrationState.RECEIVED,
    ),
    "portal.trainings.policy.can_keep_venue": _archive_elsewhere,
    "portal.trainings.policy.can_meet": _list_without_a_part(meetings_before.get_met),
    "portal.trainings.policy.can_mark": _on_foreign_session(attending.get_for_marking),
    "portal.trainings.policy.can_relay_trainings": _relay_training_unvouched,
    "portal.trainings.policy.can_edit": _on_foreign_training(trainings.get_for_writing, "draft"),
    "portal.trainings.policy.can_prepare": _on_foreign_registration(
        lambda session, actor, id_: registrations.write(session, actor, id_, {"name": "Pris"}),
        RegistrationState.DRAFT,
    ),
    "portal.trainings.policy.can_propose": _in_a_lesser_role("employer.trainings.list_sessions"),
    "portal.trainings.policy.can_queue_again": _on_foreign_registration(
        registrations.queue_again, RegistrationState.LAPSED
    ),
    "portal.trainings.policy.can_change": _change_what_is_over,
    "portal.trainings.policy.can_plan": _close_elsewhere,
    "portal.trainings.policy.can_see_list": _list_without_a_part(dates.get_listed),
    "portal.trainings.policy.can_see_needs": _list_without_a_part(dates.get_arranged),
    "portal.trainings.policy.can_review": _on_foreign_training(
        lambda session, actor, id_: training_moves.send_back(session, actor, id_, "À changer"),
        "read",
    ),
    "portal.trainings.policy.can_say_needs": _on_foreign_registration(
        lambda session, actor, id_: registrations.say_needs(
            session, actor, id_, lines={}, language="", words="Pris"
        ),
        RegistrationState.CONFIRMED,
    ),
    "portal.trainings.policy.can_take_back": _on_foreign_training(
        lambda session, actor, id_: training_moves.send_back(session, actor, id_, "À changer"),
        "read",
    ),
    "portal.trainings.policy.can_take_place": _on_foreign_registration(
        registrations.take_place, RegistrationState.OFFERED
    ),
    "portal.trainings.policy.can_withdraw": _on_foreign_registration(
        registrations.withdraw, RegistrationState.CONFIRMED
    ),
    "portal.trainings.policy.can_translate": _on_foreign_training(_translate_training, "draft"),
    "portal.trainings.policy.can_translate_trainings": _translate_in_another_house,
    "portal.trainings.policy.can_write_trainings": _start_a_training_in_a_structure,
}
