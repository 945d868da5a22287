"""Who may enter each address: written by hand, one line an endpoint, compared with the URL map.

A new route turns `test_matrix` red until it has its line here. Doors:

- `open`: anybody, and what is shown there is public;
- `holder`: whoever holds the secret of the address or of the browser; a wrong one gets 404;
- `signed_in`: a person, for their own things only;
- `structure`, `federation`, `operator`: members of the organisation in the address, in the roles
  named (all of them if none is), 404 to everybody else.
"""

from dataclasses import dataclass

ADMINISTRATOR = frozenset({"administrator"})
RECRUITERS = frozenset({"administrator", "recruiter"})
EVERYBODY = frozenset({"administrator", "recruiter", "writer"})


@dataclass(frozen=True)
class Door:
    """`roles` is who may enter once inside the organisation."""

    kind: str
    roles: frozenset[str] = EVERYBODY


OPEN = Door("open")
HOLDER = Door("holder")
SIGNED_IN = Door("signed_in")


def structure(roles: frozenset[str] = EVERYBODY) -> Door:
    return Door("structure", roles)


def federation(roles: frozenset[str] = EVERYBODY) -> Door:
    return Door("federation", roles)


def operator(roles: frozenset[str] = EVERYBODY) -> Door:
    return Door("operator", roles)


ACCESS: dict[str, Door] = {
    "account.contacts.add_contact": SIGNED_IN,
    "account.contacts.ask_code": SIGNED_IN,
    "account.contacts.remove_contact": SIGNED_IN,
    "account.contacts.show_code": SIGNED_IN,
    "account.contacts.show_form": SIGNED_IN,
    "account.contacts.show_removal": SIGNED_IN,
    "account.invitations.accept_invitation": HOLDER,
    "account.invitations.show_invitation": HOLDER,
    "account.profile.change_language": SIGNED_IN,
    "account.profile.change_name": SIGNED_IN,
    "account.profile.close_account": SIGNED_IN,
    "account.profile.end_every_session": SIGNED_IN,
    "account.profile.end_session": SIGNED_IN,
    "account.profile.show_account": SIGNED_IN,
    "account.profile.show_closing": SIGNED_IN,
    "account.sign_in.ask_code": OPEN,
    "account.sign_in.show_code": OPEN,
    "account.sign_in.show_form": OPEN,
    "account.sign_in.sign_out": OPEN,
    "account.sign_in.verify_code": OPEN,
    "account.structures.request_structure": SIGNED_IN,
    "account.structures.show_form": SIGNED_IN,
    "employer.establishments.add_establishment": structure(ADMINISTRATOR),
    "employer.establishments.edit_establishment": structure(ADMINISTRATOR),
    "employer.establishments.remove_establishment": structure(ADMINISTRATOR),
    "employer.establishments.show_establishment": structure(ADMINISTRATOR),
    "employer.establishments.show_new": structure(ADMINISTRATOR),
    "employer.offers.add_recording": structure(),
    "employer.offers.ask_renewal": structure(RECRUITERS),
    "employer.offers.check_offer": structure(),
    "employer.offers.close_offer": structure(RECRUITERS),
    "employer.offers.delete_draft": structure(),
    "employer.offers.edit_language": structure(),
    "employer.offers.edit_step": structure(),
    "employer.offers.justify_offer": structure(),
    "employer.offers.list_languages": structure(),
    "employer.offers.list_offers": structure(),
    "employer.offers.new_offer": structure(),
    "employer.offers.pause_offer": structure(RECRUITERS),
    "employer.offers.play_recording": structure(),
    "employer.offers.preview_offer": structure(),
    "employer.offers.publish_offer": structure(RECRUITERS),
    "employer.offers.remove_recording": structure(),
    "employer.offers.renew_offer": structure(RECRUITERS),
    "employer.offers.resume_offer": structure(RECRUITERS),
    "employer.offers.save_language": structure(),
    "employer.offers.save_step": structure(),
    "employer.offers.show_log": structure(),
    "employer.offers.show_offer": structure(),
    "employer.offers.start_offer": structure(),
    "employer.settings.edit_card": structure(ADMINISTRATOR),
    "employer.settings.show_card": structure(),
    "employer.settings.show_form": structure(ADMINISTRATOR),
    "employer.team.change_role": structure(ADMINISTRATOR),
    "employer.team.invite": structure(ADMINISTRATOR),
    "employer.team.remove_member": structure(),
    "employer.team.revoke_invitation": structure(ADMINISTRATOR),
    "employer.team.show_member": structure(ADMINISTRATOR),
    "employer.team.show_team": structure(),
    "federation.home.show_home": federation(),
    "federation.offers.list_offers": federation(),
    "federation.offers.relay_offer": federation(),
    "federation.offers.show_relay": federation(),
    "federation.offers.stop_relaying": federation(),
    "federation.settings.edit_card": federation(ADMINISTRATOR),
    "federation.settings.show_form": federation(ADMINISTRATOR),
    "federation.structures.admit_structure": federation(ADMINISTRATOR),
    "federation.structures.list_structures": federation(),
    "federation.structures.show_structure": federation(),
    "federation.structures.suspend_structure": federation(ADMINISTRATOR),
    "federation.team.change_role": federation(ADMINISTRATOR),
    "federation.team.invite": federation(ADMINISTRATOR),
    "federation.team.remove_member": federation(),
    "federation.team.revoke_invitation": federation(ADMINISTRATOR),
    "federation.team.show_member": federation(ADMINISTRATOR),
    "federation.team.show_team": federation(),
    "operator.audit.list_entries": operator(),
    "operator.federations.admit_federation": operator(ADMINISTRATOR),
    "operator.federations.invite_administrator": operator(ADMINISTRATOR),
    "operator.federations.list_federations": operator(),
    "operator.federations.open_federation": operator(ADMINISTRATOR),
    "operator.federations.show_federation": operator(),
    "operator.federations.show_form": operator(ADMINISTRATOR),
    "operator.federations.suspend_federation": operator(ADMINISTRATOR),
    "operator.nomenclatures.add_entry": operator(ADMINISTRATOR),
    "operator.nomenclatures.amend_entry": operator(ADMINISTRATOR),
    "operator.nomenclatures.list_schemes": operator(),
    "operator.nomenclatures.show_entry": operator(ADMINISTRATOR),
    "operator.nomenclatures.show_new": operator(ADMINISTRATOR),
    "operator.nomenclatures.show_scheme": operator(),
    "operator.service.show_service": operator(),
    "operator.team.change_role": operator(ADMINISTRATOR),
    "operator.team.invite": operator(ADMINISTRATOR),
    "operator.team.remove_member": operator(),
    "operator.team.revoke_invitation": operator(ADMINISTRATOR),
    "operator.team.show_member": operator(ADMINISTRATOR),
    "operator.team.show_team": operator(),
    "peer.home.show_home": SIGNED_IN,
    "employer.applications.add_note": structure(RECRUITERS),
    "employer.applications.list_applications": structure(RECRUITERS),
    "employer.applications.print_application": structure(RECRUITERS),
    "employer.applications.remove_note": structure(RECRUITERS),
    "employer.applications.show_application": structure(RECRUITERS),
    "employer.applications.write_message": structure(RECRUITERS),
    "employer.callbacks.list_callbacks": structure(RECRUITERS),
    "employer.callbacks.record_try": structure(RECRUITERS),
    "employer.callbacks.stop_calling": structure(RECRUITERS),
    "employer.files.download_file": structure(RECRUITERS),
    "employer.files.open_file": structure(RECRUITERS),
    "employer.files.preview_file": structure(RECRUITERS),
    "employer.files.read_file": structure(RECRUITERS),
    "employer.home.show_home": structure(),
    "employer.moves.answer_everybody_left": structure(RECRUITERS),
    "employer.moves.make_move": structure(RECRUITERS),
    "employer.moves.preview_move": structure(RECRUITERS),
    "employer.moves.show_everybody_left": structure(RECRUITERS),
    "employer.moves.show_move": structure(RECRUITERS),
    "employer.texts.edit_text": structure(RECRUITERS),
    "employer.texts.list_texts": structure(RECRUITERS),
    "employer.texts.reset_text": structure(RECRUITERS),
    "employer.texts.save_text": structure(RECRUITERS),
    "peer.applications.list_applications": SIGNED_IN,
    "public.about.show_accessibility": OPEN,
    "public.about.show_help": OPEN,
    "public.about.show_language": OPEN,
    "public.about.show_languages": OPEN,
    "public.about.show_legal": OPEN,
    "public.about.show_privacy": OPEN,
    "public.app.run_offline": OPEN,
    "public.app.show_manifest": OPEN,
    "public.app.show_offline": OPEN,
    "public.app.show_robots": OPEN,
    "public.app.show_sitemap": OPEN,
    "public.apply.discard": OPEN,
    "public.apply.leave": OPEN,
    "public.apply.send_answer": OPEN,
    "public.apply.show_check": OPEN,
    "public.apply.show_left": OPEN,
    "public.apply.show_sent": OPEN,
    "public.apply.show_start": OPEN,
    "public.apply.show_step": OPEN,
    "public.apply.start": OPEN,
    "public.apply.start_another": OPEN,
    "public.apply.take_step": OPEN,
    "public.follow.accept_post": HOLDER,
    "public.follow.add_document": HOLDER,
    "public.follow.answer_pool": HOLDER,
    "public.follow.change_call": HOLDER,
    "public.follow.change_language": HOLDER,
    "public.follow.change_reach": HOLDER,
    "public.follow.claim": HOLDER,
    "public.follow.enter_code": OPEN,
    "public.follow.erase": HOLDER,
    "public.follow.reply": HOLDER,
    "public.follow.show_add": HOLDER,
    "public.follow.show_call": HOLDER,
    "public.follow.show_entry": OPEN,
    "public.follow.show_reach": HOLDER,
    "public.follow.show_reply": HOLDER,
    "public.follow.show_story": HOLDER,
    "public.follow.withdraw": HOLDER,
    "public.uploads.create_upload": HOLDER,
    "public.uploads.play_upload": HOLDER,
    "public.uploads.preview_upload": HOLDER,
    "public.uploads.receive_piece": HOLDER,
    "public.uploads.take_back": HOLDER,
    "public.uploads.tell_offset": HOLDER,
    "public.gallery.play_voice": OPEN,
    "public.gallery.show_gallery": OPEN,
    "public.home.healthz": OPEN,
    "public.home.readyz": OPEN,
    "public.home.show_home": OPEN,
    "public.metrics.show_metrics": HOLDER,
    "public.offers.list_offers": OPEN,
    "public.offers.print_poster": OPEN,
    "public.offers.read_atom": OPEN,
    "public.offers.read_json": OPEN,
    "public.offers.show_offer": OPEN,
    "public.outbox.show_outbox": OPEN,
    "public.recordings.play": OPEN,
    "public.renewals.renew": HOLDER,
    "public.renewals.show_renewal": HOLDER,
}
