"""The first steps: the job, the structure and the place, the contract, the pay."""

from typing import Any
from uuid import UUID

from wtforms import BooleanField, IntegerField, SelectField

from portal.jobs.enums import OfferModel, OfferNature, OfferStep, PayUnit, TimeChoice
from portal.kernel.i18n import N_
from portal.spaces.employer.offers.forms.fields import StepForm, ToPublish, choices_of
from portal.web.fields import AmountField, Coded, OneOf, line, text
from portal.web.forms import DateField, optional


class JobForm(StepForm):
    step = OfferStep.JOB

    title = line(
        N_("Titre de l’offre"),
        ToPublish(),
        hint=N_("Dites ce que la personne fera. Par exemple : médiatrice ou médiateur de rue."),
    )
    denomination = line(
        N_("Nom du poste dans votre structure"), hint=N_("S’il est différent du titre.")
    )
    nature = OneOf(
        N_("Quel genre de poste est-ce ?"),
        [ToPublish()],
        choices=choices_of(OfferNature),
    )
    model = OneOf(
        N_("De quel modèle est-il le plus proche ?"),
        choices=choices_of(OfferModel),
    )
    summary = text(
        N_("Le poste en quelques phrases"),
        ToPublish(),
        most=900,
        hint=N_(
            "Trois phrases simples : avec qui, où, pour faire quoi. C’est ce qu’on lit d’abord."
        ),
    )
    positions = IntegerField(N_("Nombre de postes"), [optional()], default=1)

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        return found | {"positions": found["positions"] or 1}


class PlaceForm(StepForm):
    step = OfferStep.PLACE

    establishment_id = Coded(N_("Un de vos établissements"))
    establishment_name = line(N_("Établissement"), ToPublish())
    structure_type = Coded(N_("Type de structure"))
    managing_body = line(N_("Organisme gestionnaire"))
    service = line(N_("Service ou équipe"))
    opening_year = IntegerField(N_("Année d’ouverture"), [optional()])
    hierarchical_link = line(
        N_("Responsable"), hint=N_("Une fonction, par exemple : cheffe de service.")
    )
    coordinator = line(N_("Personne qui coordonne le poste au quotidien"))
    context = text(
        N_("La structure et le projet"),
        hint=N_(
            "Qui est accueilli, avec quelle équipe. Aucune donnée sur une personne accueillie."
        ),
    )
    purpose = text(N_("Pourquoi ce poste existe"))
    internal_relations = text(N_("Avec qui travaille-t-on dans la structure ?"))
    external_relations = text(N_("Avec qui travaille-t-on en dehors ?"))
    workplace = line(N_("Adresse du lieu de travail"), most=200)
    postcode = line(
        N_("Code postal"),
        ToPublish(),
        most=5,
        hint=N_("Il donne le département et la région."),
    )
    city = line(N_("Commune"), ToPublish(), most=120)
    territories = text(N_("Territoires d’intervention"), most=1000)
    mobility = text(N_("Déplacements"), most=1000, hint=N_("À pied, en transport, en camion."))

    def facts(self) -> dict[str, Any]:
        chosen = self.establishment_id.data
        return super().facts() | {"establishment_id": UUID(chosen) if chosen else None}


class ContractForm(StepForm):
    step = OfferStep.CONTRACT

    contract = Coded(N_("Type de contrat"), [ToPublish()])
    contract_duration = line(
        N_("Durée du contrat"), most=200, hint=N_("Par exemple : 6 mois, renouvelable.")
    )
    eligibility = Coded(
        N_("Le poste dépend-il d’une éligibilité ?"),
        description=N_(
            "Elle se vérifie avec un prescripteur, en dehors du portail. Ne demandez ici ni fiche"
            " IAE ni papier."
        ),
    )
    starts_asap = BooleanField(N_("Le poste est à pourvoir dès que possible"))
    starts_on = DateField(N_("Ou à partir du"), [optional()])
    time_choice = OneOf(
        N_("Temps de travail"),
        [ToPublish()],
        choices=choices_of(TimeChoice),
    )
    hours_min = AmountField(
        N_("Heures par semaine, au moins"),
        [ToPublish(), optional()],
    )
    hours_max = AmountField(N_("Heures par semaine, au plus"), [optional()])
    time_note = text(
        N_("À savoir sur le temps de travail"),
        most=1000,
        hint=N_("Par exemple : le temps choisi peut changer ensuite, dans les deux sens."),
    )
    training_hours = text(
        N_("Heures de formation comprises"),
        most=500,
        hint=N_("Par exemple : 9 heures par semaine, dont 6 heures de français."),
    )
    schedule_days = text(N_("Jours travaillés"), most=500)
    schedule_slots = text(
        N_("Horaires"), most=500, hint=N_("Par exemple : 7 h – 14 h 15 ou 14 h – 21 h 15.")
    )
    schedule_weekends = text(N_("Week-ends et jours fériés"), most=500)
    schedule_break = line(N_("Temps de pause"), most=120)


class PayForm(StepForm):
    step = OfferStep.PAY

    pay_min = AmountField(N_("Le moins, en euros bruts"), [ToPublish(), optional()])
    pay_max = AmountField(
        N_("Le plus, en euros bruts"),
        [ToPublish(), optional()],
        description=N_("Le même nombre si la paie ne change pas."),
    )
    pay_unit = SelectField(
        N_("Par"),
        choices=choices_of(PayUnit),
        default=PayUnit.MONTH.value,
    )
    collective_agreement = Coded(N_("Convention collective"), [ToPublish()])
    pay_index = line(
        N_("Coefficient ou indice"),
        most=120,
        hint=N_(
            "Celui qui fixe la paie dans votre convention. S’il n’y en a pas : « sans indice »."
        ),
    )
    pay_note = text(
        N_("À savoir sur la paie"),
        most=1000,
        hint=N_("Primes, reprise de l’ancienneté, transports, repas."),
    )
