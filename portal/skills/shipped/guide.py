"""The competency grid of the guide « Travail pair » (FAS Île-de-France, 2023), lines 1551-1655.

Labels are the source's, letter for letter. The source is a two-column table whose text came out
interleaved and, in two places, cut: what is missing is flagged, not invented.
"""

from datetime import date

from portal.kernel.i18n import N_
from portal.skills.enums import Scope
from portal.skills.shipped import Group, Line, Shipped

_CUT = N_("Cette ligne est coupée dans le document d’origine. Nous ne l’avons pas complétée.")

GUIDE = Shipped(
    code="guide",
    title=N_("Grille de compétences du guide sur le travail pair"),
    source="FAS Île-de-France, guide sur le travail pair, 2023",
    source_date=date(2023, 1, 1),
    edition=1,
    groups=(
        Group(
            "link",
            "Capacité à créer et maintenir du lien avec les personnes accompagnées",
            N_("Créer un lien avec les personnes, et le garder."),
            Scope.COMMON,
            (
                Line(
                    "link-trust",
                    "Etablir un lien de confiance avec les personnes accompagnées",
                    N_("Faire en sorte que les personnes aient confiance en vous."),
                    N_("Vous venez quand vous l’avez dit, et on vous parle plus librement."),
                ),
                Line(
                    "link-keep",
                    "Maintenir le lien avec les personnes",
                    N_("Rester en contact avec les personnes dans le temps."),
                    N_("Vous prenez des nouvelles de quelqu’un qui ne vient plus."),
                ),
                Line(
                    "link-listen",
                    "Ecouter les personnes de manière",
                    N_("Écouter les personnes."),
                    N_("Vous laissez la personne finir avant de répondre."),
                    _CUT,
                ),
                Line(
                    "link-path",
                    "Accompagner les personnes dans leur parcours d'accompagnement",
                    N_("Être aux côtés des personnes, étape après étape."),
                    N_("Vous relisez avec la personne ce qui a été décidé et ce qui vient."),
                ),
                Line(
                    "link-will",
                    "Respecter les volontés de la personne",
                    N_("Respecter ce que la personne veut, même si vous feriez autrement."),
                    N_("La personne refuse une aide, et vous l’acceptez."),
                ),
                Line(
                    "link-recovery",
                    "Travailler au parcours de rétablissement avec les personnes",
                    N_("Chercher avec les personnes ce qui les aide à aller mieux, à leur façon."),
                    N_("Vous cherchez ensemble ce qui donne envie de se lever le matin."),
                ),
            ),
        ),
        Group(
            "team",
            "Capacité à travailler en équipe",
            N_("Travailler avec les collègues."),
            Scope.COMMON,
            (
                Line(
                    "team-meetings",
                    "Participer aux réunions d'équipes",
                    N_("Venir aux réunions d’équipe et y parler."),
                    N_("Vous donnez votre avis pendant la réunion du lundi."),
                ),
                Line(
                    "team-transmit",
                    "Transmettre les informations pertinentes aux autres membres de l'équipe tout"
                    " en respectant les principes de confidentialité et de secret professionnel -"
                    " à l'oral ou dans le cadre de transmissions écrites",
                    N_("Dire aux collègues ce qui leur est utile, et garder pour vous le reste."),
                    N_("Vous dites qu’un rendez-vous est pris, sans raconter ce qui est privé."),
                ),
                Line(
                    "team-report",
                    "Rendre compte de son activité",
                    N_("Expliquer ce que vous avez fait."),
                    N_("Vous notez vos visites de la semaine, ou vous les racontez."),
                ),
                Line(
                    "team-punctual",
                    "Être assidu.e et ponctuel.le",
                    N_("Venir au travail et arriver à l’heure."),
                    N_("Vous prévenez quand vous avez un retard."),
                ),
                Line(
                    "team-skills",
                    "Identifier les compétences, connaissances et savoirs des autres membres de"
                    " l'équipe",
                    N_("Savoir ce que chaque collègue connaît et sait faire."),
                    N_("Vous savez à qui demander pour un dossier de logement."),
                ),
                Line(
                    "team-ask",
                    "Savoir solliciter les membres de l'équipe de façon",
                    N_("Demander de l’aide aux collègues."),
                    N_("Vous appelez un collègue quand une situation vous dépasse."),
                    _CUT,
                ),
            ),
        ),
        Group(
            "steps",
            "Accompagner les personnes dans leurs démarches",
            N_("Aider les personnes dans leurs démarches et leurs papiers."),
            Scope.BY_MISSION,
            (
                Line(
                    "steps-need",
                    "Diagnostic du besoin",
                    N_("Comprendre avec la personne ce dont elle a besoin."),
                    N_("Vous posez des questions simples avant de proposer une démarche."),
                ),
                Line(
                    "steps-together",
                    "Accompagnement dans la démarche",
                    N_("Faire la démarche avec la personne."),
                    N_("Vous allez ensemble au guichet."),
                ),
                Line(
                    "steps-know",
                    "Connaissance des démarches à effectuer",
                    N_("Connaître les démarches : où aller, quoi apporter."),
                    N_("Vous savez quels papiers il faut pour ouvrir un compte."),
                ),
                Line(
                    "steps-colleague",
                    "Capacité à solliciter un.e collègue si la connaissance personnelle des"
                    " démarches ne suffit pas",
                    N_("Demander à un ou une collègue quand vous ne connaissez pas la démarche."),
                    N_("Vous vérifiez auprès d’une collègue avant de répondre."),
                ),
            ),
        ),
        Group(
            "outreach",
            "Aller à la rencontre de nouvelles personnes (ex : en maraude)",
            N_("Aller vers des personnes que vous ne connaissez pas encore."),
            Scope.BY_MISSION,
            (
                Line(
                    "outreach-link",
                    "Créer du lien",
                    N_("Faire le premier pas et commencer à se parler."),
                    N_("Vous dites bonjour, vous donnez votre prénom, vous revenez."),
                ),
                Line(
                    "outreach-fields",
                    "Identifier les champs sur lesquels la personne souhaite être accompagnée",
                    N_("Comprendre dans quoi la personne veut de l’aide."),
                    N_("Vous demandez : par quoi voulez-vous commencer ?"),
                ),
                Line(
                    "outreach-follow",
                    "Maintenir le lien et accompagner ou identifier un.e collègue pour accompagner"
                    " la personne",
                    N_("Garder le lien, aider, ou trouver le ou la collègue qui aidera."),
                    N_("Vous présentez la personne à une collègue, et vous restez au début."),
                ),
            ),
        ),
        Group(
            "workshops",
            "Animer des ateliers avec les personnes accompagnées",
            N_("Faire des ateliers avec les personnes."),
            Scope.BY_MISSION,
            (
                Line(
                    "workshops-design",
                    "Concevoir des ateliers",
                    N_("Imaginer et préparer un atelier."),
                    N_("Vous choisissez le sujet, le lieu et ce qu’il faut apporter."),
                ),
                Line(
                    "workshops-invite",
                    "Mobiliser des personnes accompagnées pour participer à ces ateliers",
                    N_("Donner envie de venir à l’atelier."),
                    N_("Vous en parlez au petit déjeuner et vous collez une affiche."),
                ),
                Line(
                    "workshops-run",
                    "Animer des ateliers",
                    N_("Mener l’atelier le jour venu."),
                    N_("Vous veillez à ce que chaque personne puisse parler."),
                ),
                Line(
                    "workshops-report",
                    "Rendre compte des ateliers",
                    N_("Raconter à l’équipe comment l’atelier s’est passé."),
                    N_("Vous dites combien de personnes sont venues et ce qui a plu."),
                ),
            ),
        ),
        Group(
            "care",
            "Accompagner les personnes vers les soins (somatiques et en santé mentale)",
            N_("Aider les personnes à aller vers les soins."),
            Scope.BY_MISSION,
            (),
            N_(
                "Dans le document d’origine, on ne sait pas si c’est un titre sans ligne ou une"
                " ligne des démarches. Nous le montrons tel quel."
            ),
        ),
    ),
)
