"""Who lives in the demo: four federations, a dozen invented structures, their people."""

from dataclasses import dataclass

FEDERATIONS = (
    ("fas-ile-de-france", "FAS Île-de-France", "11", "75", "Paris"),
    ("fas-bourgogne-franche-comte", "FAS Bourgogne-Franche-Comté", "27", "21", "Dijon"),
    ("fas-hauts-de-france", "FAS Hauts-de-France", "32", "59", "Lille"),
    ("fas-nouvelle-aquitaine", "FAS Nouvelle-Aquitaine", "75", "33", "Bordeaux"),
)


@dataclass(frozen=True)
class DemoStructure:
    """An invented structure. `type` is a code of the nomenclature « structure_type »."""

    slug: str
    name: str
    type: str
    federation: str
    region: str
    department: str
    city: str
    postcode: str
    street: str
    description: str
    managing_body: str = ""
    opening_year: int | None = None
    pending: bool = False


STRUCTURES = (
    DemoStructure(
        "halte-des-quais",
        "La Halte des Quais",
        "aci",
        "fas-ile-de-france",
        "11",
        "75",
        "Paris",
        "75020",
        "12 passage des Bateliers",
        "Un accueil de jour et un chantier d’insertion pour des personnes exilées. Les médiatrices "
        "et médiateurs parlent leurs langues.",
        "Association Rives Communes",
        2016,
    ),
    DemoStructure(
        "maison-cardinal",
        "Maison Cardinal",
        "act",
        "fas-ile-de-france",
        "11",
        "93",
        "Montreuil",
        "93100",
        "4 rue du Cardinal-Rouge",
        "Des appartements de coordination thérapeutique. L’équipe compte deux médiatrices en santé.",
        "Association Cardinal",
        2004,
    ),
    DemoStructure(
        "escale-nord",
        "Escale Nord",
        "accueil_jour",
        "fas-ile-de-france",
        "11",
        "93",
        "Saint-Denis",
        "93200",
        "31 rue des Tisserands",
        "Un accueil de jour ouvert tous les matins : café, douches, bagagerie, écrivain public.",
        "Association Escale",
        1998,
    ),
    DemoStructure(
        "horizon-chez-soi",
        "Horizon Chez Soi",
        "ucsd",
        "fas-ile-de-france",
        "11",
        "93",
        "Noisy-le-Sec",
        "93130",
        "2 allée des Acacias",
        "Une équipe « Un chez-soi d’abord » : un logement d’abord, l’accompagnement ensuite.",
        "Groupement Horizon",
        2019,
    ),
    DemoStructure(
        "siao-grand-bassin",
        "SIAO du Grand Bassin",
        "siao",
        "fas-ile-de-france",
        "11",
        "95",
        "Cergy",
        "95000",
        "8 place du Bassin",
        "Le service qui reçoit et oriente les demandes d’hébergement du département.",
        "Association du Grand Bassin",
        2011,
    ),
    DemoStructure(
        "les-trois-sources",
        "Les Trois Sources",
        "chrs",
        "fas-bourgogne-franche-comte",
        "27",
        "21",
        "Dijon",
        "21000",
        "17 rue des Trois-Sources",
        "Un centre d’hébergement de soixante places, des familles et des personnes seules.",
        "Association Sources",
        1987,
    ),
    DemoStructure(
        "passerelle-du-doubs",
        "La Passerelle du Doubs",
        "csapa",
        "fas-bourgogne-franche-comte",
        "27",
        "25",
        "Besançon",
        "25000",
        "5 quai de la Passerelle",
        "Un centre de soin et de prévention en addictologie, avec une équipe mobile.",
        "Association Passerelle",
        2001,
    ),
    DemoStructure(
        "toit-et-lien",
        "Toit et Lien",
        "pension_famille",
        "fas-hauts-de-france",
        "32",
        "59",
        "Lille",
        "59000",
        "40 rue du Long-Pot-d’Étain",
        "Trois pensions de famille dans la métropole lilloise.",
        "Association Toit et Lien",
        2009,
    ),
    DemoStructure(
        "lits-de-l-escaut",
        "Les Lits de l’Escaut",
        "lhss",
        "fas-hauts-de-france",
        "32",
        "59",
        "Valenciennes",
        "59300",
        "3 rue de l’Écluse",
        "Des lits halte soins santé : se soigner quand on n’a pas de toit.",
        "Association Escaut Santé",
        2014,
    ),
    DemoStructure(
        "atelier-des-pins",
        "L’Atelier des Pins",
        "aci",
        "fas-nouvelle-aquitaine",
        "75",
        "33",
        "Bordeaux",
        "33800",
        "22 rue de la Résine",
        "Un chantier d’insertion : ressourcerie, atelier bois, accueil.",
        "Association Pins",
        2007,
    ),
    DemoStructure(
        "gem-le-fil",
        "GEM Le Fil",
        "gem",
        "fas-nouvelle-aquitaine",
        "75",
        "86",
        "Poitiers",
        "86000",
        "9 rue du Fil",
        "Un groupe d’entraide mutuelle tenu par ses adhérentes et adhérents.",
        "Association Le Fil",
        2012,
    ),
    DemoStructure(
        "ville-de-roncevaux",
        "Ville de Roncevaux-sur-Vienne",
        "ville",
        "fas-nouvelle-aquitaine",
        "75",
        "87",
        "Roncevaux-sur-Vienne",
        "87000",
        "1 place de la Mairie",
        "Une ville de 38 000 habitants qui confie des missions d’entraide à des agents volontaires.",
        "",
        None,
    ),
    DemoStructure(
        "les-amarres",
        "Les Amarres",
        "caarud",
        "fas-ile-de-france",
        "11",
        "94",
        "Vitry-sur-Seine",
        "94400",
        "11 quai des Amarres",
        "Un lieu d’accueil et de réduction des risques. La demande vient d’arriver.",
        "Association Les Amarres",
        2022,
        pending=True,
    ),
)

# (structure or federation slug, name, e-mail, role). Accounts with a key are in `accounts`.
MEMBERS = (
    ("halte-des-quais", "Nadia Benslimane", "nadia.benslimane@example.org", "administrator"),
    ("halte-des-quais", "Thomas Lefèvre", "thomas.lefevre@example.org", "recruiter"),
    ("halte-des-quais", "Inês Rocha", "ines.rocha@example.org", "writer"),
    ("halte-des-quais", "Aminata Diarra", "aminata.diarra@example.org", "manager"),
    ("halte-des-quais", "Rosa Lima", "rosa.lima@example.org", "member"),
    ("halte-des-quais", "Farid Nabizada", "farid.nabizada@example.org", "member"),
    ("maison-cardinal", "Awa Sissoko", "awa.sissoko@example.org", "administrator"),
    ("escale-nord", "Piotr Zielinski", "piotr.zielinski@example.org", "administrator"),
    ("horizon-chez-soi", "Marguerite Delcourt", "marguerite.delcourt@example.org", "administrator"),
    ("siao-grand-bassin", "Yacine Ferhat", "yacine.ferhat@example.org", "administrator"),
    ("les-trois-sources", "Hélène Courtois", "helene.courtois@example.org", "administrator"),
    ("les-trois-sources", "Karim Haddad", "+33639980142", "member"),
    ("passerelle-du-doubs", "Bakary Touré", "bakary.toure@example.org", "administrator"),
    ("toit-et-lien", "Séverine Vandamme", "severine.vandamme@example.org", "administrator"),
    ("lits-de-l-escaut", "Rachid Amrani", "rachid.amrani@example.org", "administrator"),
    ("atelier-des-pins", "Maylis Etcheverry", "maylis.etcheverry@example.org", "administrator"),
    ("gem-le-fil", "Joseph Mbemba", "joseph.mbemba@example.org", "administrator"),
    ("ville-de-roncevaux", "Sylvie Marchadier", "sylvie.marchadier@example.org", "administrator"),
    ("ville-de-roncevaux", "Bruno Castaing", "bruno.castaing@example.org", "member"),
    ("fas-ile-de-france", "Claire Vasseur", "claire.vasseur@example.org", "administrator"),
    ("fas-bourgogne-franche-comte", "Luc Perrin", "luc.perrin@example.org", "administrator"),
    ("fas-hauts-de-france", "Fatou Ndiaye", "fatou.ndiaye@example.org", "administrator"),
    ("fas-nouvelle-aquitaine", "Iban Larralde", "iban.larralde@example.org", "administrator"),
    ("association-hote", "Samuel Okoro", "samuel.okoro@example.org", "administrator"),
)
# Who came lately: days ago. The others were there from the first day.
ARRIVED = {"farid.nabizada@example.org": 31}
