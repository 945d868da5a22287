"""The four tools as the guide names and describes them (guide régional, S1:486-657).

The source gives no address, so the page says where to look; one that was checked since is dated
data (`portal.skills.queries.tools`). The name of one of the eight domains is cut in the source: it
is shown as it is, and not completed.
"""

from dataclasses import dataclass

from babel.support import LazyProxy

from portal.kernel.i18n import N_


@dataclass(frozen=True)
class Line:
    """A pillar, a domain or a part, and what it means if the source says so.

    `letter` is the one it has in the French name of the tool, for those who read another language.
    """

    name: LazyProxy
    meaning: LazyProxy | str = ""
    letter: str = ""


@dataclass(frozen=True)
class Tool:
    slug: str
    title: LazyProxy
    summary: LazyProxy
    how: tuple[LazyProxy, ...]
    lines_title: LazyProxy
    lines: tuple[Line, ...]
    where: LazyProxy | str = ""
    note: LazyProxy | str = ""
    scale: int = 0


ESPER = Tool(
    "esper",
    N_("ESPER – Les cinq piliers du rétablissement"),
    N_("Cinq points d’appui, un par lettre, pour se rétablir à sa façon."),
    (
        N_(
            "Le rétablissement s’appuie sur cinq piliers. La personne est actrice de son parcours :"
            " rien ne s’impose à elle, les professionnels viennent en soutien."
        ),
        N_(
            "On peut regarder ce qui tient déjà dans chaque pilier, et ce qu’on voudrait renforcer."
        ),
    ),
    N_("Les cinq piliers"),
    (
        Line(N_("Espoir"), N_("développer l’espoir dans la vie de la personne"), "E"),
        Line(
            N_("Soutien"),
            N_(
                "développer un réseau de soutien que peuvent constituer les professionnels mais"
                " également les relations amicales, amoureuses ou familiales, les pairs, etc."
            ),
            "S",
        ),
        Line(
            N_("Plaidoyer pour soi-même"),
            N_("capacité à parler pour soi-même et à défendre ses intérêts"),
            "P",
        ),
        Line(
            N_("Empowerment ou pouvoir d’agir"),
            N_("connaître ses droits, ses difficultés et ses forces pour guider ses choix"),
            "E",
        ),
        Line(
            N_("Responsabilisation"),
            N_(
                "être en mesure de prendre ses propres décisions et être responsable de son"
                " parcours de soin"
            ),
            "R",
        ),
    ),
)
DOMAINS = Tool(
    "domaines-de-vie",
    N_("La roue des 8 domaines de vie"),
    N_("Dire, de 0 à 10, sa satisfaction dans huit domaines de sa vie."),
    (
        N_(
            "Il est conseillé de renommer ces domaines avec les personnes, puis de les inviter à"
            " évaluer sur une échelle de 0 à 10 leur satisfaction par domaine."
        ),
        N_(
            "Ensuite, on parle des domaines sur lesquels la personne souhaite travailler en"
            " priorité, et des outils qui peuvent aider."
        ),
        N_("Selon les sources, il y a entre 5 et 12 domaines. Ceux-ci en sont huit."),
    ),
    N_("Les huit domaines"),
    (
        Line(N_("Environnement physique")),
        Line(N_("Ressources financières")),
        Line(N_("Santé")),
        Line(N_("… et familiale")),
        Line(N_("Relations sentimentales")),
        Line(N_("Développement personnel")),
        Line(N_("Loisirs")),
        Line(N_("Travail, Carrière")),
    ),
    note=N_(
        "Le début du nom « … et familiale » manque dans notre source. Nous ne l’avons pas inventé :"
        " écrivez le nom qui vous convient."
    ),
    scale=10,
)
GPS = Tool(
    "mon-gps",
    N_("Mon GPS – Guide Prévention et Soins"),
    N_("Un livret à remplir soi-même, pour dire ce qu’on veut si on traverse une crise."),
    (
        N_(
            "Pour les personnes vivant avec un trouble psychique : exprimer ses souhaits et sa"
            " volonté pour une situation de crise. Ce sont des directives anticipées en"
            " psychiatrie. On peut le donner à ses proches et aux professionnels."
        ),
        N_(
            "Il a été créé pour et avec des personnes qui vivent avec un trouble psychique. Il"
            " aide aussi à mieux se connaître et à repérer ce qui aide quand on commence à se"
            " sentir mal."
        ),
        N_(
            "Il existe des notices pour les personnes, les proches et les professionnels, et une"
            " version « ado/jeunes adultes »."
        ),
    ),
    N_("Ce que la personne peut y indiquer"),
    (
        Line(N_("« Ce qui m’aide quand je ne vais pas bien »")),
        Line(N_("« Ce que je veux que l’on respecte si je suis hospitalisé·e »")),
        Line(N_("Mes autres souhaits, si je traverse une crise")),
        Line(N_("Mes ressources, quand je commence à me sentir mal")),
        Line(N_("À qui je donne ce document : mes proches, des professionnels")),
    ),
    where=N_(
        "Le livret entier et les notices sont sur le site du Psycom : cherchez « Mon GPS (Guide"
        " prévention et soins) – Psycom – Santé Mentale Info »."
    ),
    note=N_(
        "Les phrases entre guillemets sont celles du livret. Les autres reprennent ce que le guide"
        " dit de son usage. Le livret entier pose plus de questions."
    ),
)
REVIM = Tool(
    "revim",
    N_("Le REVIM : « Reprendre sa vie en main »"),
    N_("Un kit pour planifier son rétablissement, plus long à remplir que Mon GPS."),
    (
        N_(
            "Le kit comprend un manuel, un plan de rétablissement et un plan de gestion de crise."
            " Il est inspiré librement du « Taking Back Control » des pays anglosaxons."
        ),
        N_(
            "Il peut être utilisé par des personnes vivant avec des troubles psychiques ou ayant"
            " fait l’expérience de crises. L’objectif est de construire des bases solides et de les"
            " faire durer."
        ),
    ),
    N_("Les huit parties du manuel"),
    (
        Line(N_("Introduction à la planification du rétablissement")),
        Line(N_("Rester stable")),
        Line(N_("Composer avec ses hauts et ses bas")),
        Line(N_("Rebondir après une crise")),
        Line(N_("Poursuivre ses rêves et ses objectifs")),
        Line(N_("La résolution de problème pour aborder ses difficultés dès leur apparition")),
        Line(N_("Prendre soin de soi et apprendre de l’expérience des pair.e.s")),
        Line(
            N_(
                "Elaborer son plan de gestion de crise – décider comment être accompagné.e en cas"
                " de crise"
            )
        ),
    ),
    where=N_(
        "Le kit se télécharge en ligne ; il est présenté sur le site du centre ressource"
        " réhabilitation psychosociale."
    ),
)

TOOLS = {tool.slug: tool for tool in (ESPER, DOMAINS, GPS, REVIM)}
