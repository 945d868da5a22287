"""What LHEO 2.3 allows and asks, as data in our own notation: what stands in what, in which order,
how many times, how long, which codes.

Source: `lheo.xsd`, LHEO 2.3 (http://lheo.gouv.fr/2.3), as kept in the public repository
Dannebicque/oreof at 4a11f802 (2023); the meaning of the codes: `lheo-gml.xml`, version 2.3, in
lheo/lheo-schema at 06f8fa2b. Left out: the index (`lheo-index`) and `lheo-plus`, which we neither
read nor write.
"""

from datetime import date

NAMESPACE = "http://lheo.gouv.fr/2.3"
SOURCE = "lheo.xsd, LHEO 2.3"
CHECKED_ON = date(2026, 11, 30)

# Element: what it holds, in order. Alone: once. ? at most once. + once or more. * any number.
# {1,10}: from one to ten. Extras may end each of these but one.
NO_EXTRAS = frozenset({"periode-inscription"})
HELD = """
lheo: offres
offres: formation+
formation: domaine-formation intitule-formation objectif-formation resultats-attendus
  contenu-formation certifiante contact-formation+ parcours-de-formation code-niveau-entree
  objectif-general-formation? certification{0,5} code-type-formation{0,5} code-niveau-sortie?
  url-formation? action+ organisme-formation-responsable identifiant-module? positionnement?
  sous-modules? modules-prerequis?
domaine-formation: code-FORMACODE{0,5} code-NSF{0,3} code-ROME{0,5}
contact-formation: type-contact? coordonnees
certification: code-RNCP? code-CERTIFINFO? code-RS? code-CPF? reference-code-FORMACODE?
code-type-formation: code-CPF? code-ELU?
url-formation: urlweb{1,3}
sous-modules: sous-module+
sous-module: reference-module type-module
modules-prerequis: reference-module+
action: rythme-formation code-public-vise{1,10} info-public-vise? niveau-entree-obligatoire
  modalites-alternance modalites-enseignement conditions-specifiques
  prise-en-charge-frais-possible lieu-de-formation* modalites-entrees-sorties url-action?
  duree-cycle? session+ adresse-information? date-information{0,3} restauration? hebergement?
  transport? acces-handicapes? langue-formation{0,5} modalites-recrutement?
  modalites-pedagogiques? code-modalite-pedagogique{0,5} equipement* frais-restants?
  code-perimetre-recrutement? infos-perimetre-recrutement? prix-horaire-TTC? prix-total-TTC?
  duree-indicative? nombre-heures-centre? nombre-heures-entreprise? nombre-heures-total?
  detail-conditions-prise-en-charge? conventionnement? duree-conventionnee?
  organisme-formateur* organisme-financeur{0,8} enseignement*
lieu-de-formation: SIRET-lieu-formation? code-UAI-lieu-formation? coordonnees
url-action: urlweb{1,3}
session: periode adresse-inscription modalites-inscription? periode-inscription?
  etat-recrutement? recrutement* url-session? contact-session* reference-certification{0,5}
  blocs-competences* cycle*
periode: debut fin
periode-inscription: periode
adresse-inscription: adresse
adresse-information: adresse
date-information: date
recrutement: modalite-recrutement code-perimetre-recrutement? infos-perimetre-recrutement?
  a-distance? adresse? urlweb? nb-places? periode? heure-debut? heure-fin? commentaire?
url-session: urlweb{1,3}
contact-session: type-contact? coordonnees
reference-certification: reference-code-RNCP? reference-code-CERTIFINFO? reference-code-RS?
blocs-competences: validation-blocs reference-certification bloc-competences+
bloc-competences: libelle-bloc code-bloc
cycle: type-cycle annee-cycle* effectif-minimal? capacite-simultanee? capacite-cumulee?
  alternance?
alternance: type-alternance rythme-alternance?
rythme-alternance: unite-rythme-alternance unites-entreprise unites-centre
equipement: type-equipement cout-indicatif-equipement? commentaire?
enseignement: libelle-enseignement type-enseignement obligatoire commentaire?
organisme-formateur: SIRET-formateur raison-sociale-formateur contact-formateur* potentiel?
  code-UAI-formateur? reference-certification{0,5}
organisme-financeur: code-financeur nb-places-financees?
organisme-formation-responsable: numero-activite SIRET-organisme-formation nom-organisme
  raison-sociale coordonnees-organisme contact-organisme+ renseignements-specifiques? potentiel?
  code-UAI-organisme-formation?
potentiel: code-FORMACODE{1,25}
coordonnees-organisme: coordonnees
contact-organisme: type-contact? coordonnees
contact-formateur: type-contact? coordonnees
SIRET-organisme-formation: SIRET
SIRET-lieu-formation: SIRET
SIRET-formateur: SIRET
code-UAI-organisme-formation: code-UAI
code-UAI-lieu-formation: code-UAI
code-UAI-formateur: code-UAI
coordonnees: civilite? nom? prenom? ligne{0,3} adresse? telfixe? portable? fax? courriel? web?
adresse: denomination? ligne{1,4} codepostal ville departement? code-INSEE-commune?
  code-INSEE-canton? region? pays? geolocalisation?
geolocalisation: latitude longitude
telfixe: numtel{1,3}
portable: numtel{1,3}
fax: numtel{1,3}
web: urlweb{1,3}
"""

# At least and at most how many signs, and of which elements.
TEXTS = """
1 3000: objectif-formation resultats-attendus contenu-formation rythme-formation
  modalites-alternance conditions-specifiques identifiant-module reference-module
0 3000: modalites-recrutement renseignements-specifiques
1 600: detail-conditions-prise-en-charge
1 500: libelle-bloc commentaire
3 400: urlweb
1 255: intitule-formation denomination libelle-enseignement modalites-inscription
1 250: nom-organisme raison-sociale info-public-vise restauration hebergement transport
  acces-handicapes
0 250: raison-sociale-formateur
0 200: frais-restants modalites-pedagogiques
3 160: courriel
0 150: duree-indicative
0 50: infos-perimetre-recrutement
1 50: ligne ville nom prenom civilite
8 40: code-bloc
0 30: latitude longitude
1 25: numtel
14 14: SIRET
11 11: numero-activite
1 10: code-RNCP code-CERTIFINFO reference-code-RNCP reference-code-CERTIFINFO reference-code-RS
  prix-total-TTC
3 10: code-RS
4 10: code-CPF code-ELU
8 8: code-UAI
1 6: prix-horaire-TTC
5 5: codepostal code-FORMACODE code-ROME code-public-vise code-modalite-pedagogique
  code-INSEE-commune reference-code-FORMACODE
4 5: code-INSEE-canton
2 5: heure-debut heure-fin
3 3: code-NSF
2 3: departement
2 2: region pays langue-formation
"""

# The codes an element may hold.
CODES = """
0 1: certifiante niveau-entree-obligatoire prise-en-charge-frais-possible conventionnement
  a-distance obligatoire type-cycle modalites-entrees-sorties
0 1 2: modalites-enseignement type-module type-alternance validation-blocs
0 1 2 3 4: unite-rythme-alternance
0 1 2 3 4 5 6: code-perimetre-recrutement
0 1 2 3 4 5 6 7 8 9: modalite-recrutement
0 1 2 3 4 5 6 7 8 9 10 11: type-equipement
0 1 2 3 4 5 6 7 8 9 10 11 12 13 14: type-contact
0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20: code-financeur
0 1 2 3 4 5 6 7 8 11 12 13 14 15 16 17 18: code-niveau-entree code-niveau-sortie
1 2: positionnement
1 2 3: etat-recrutement
1 2 3 4: parcours-de-formation
1 2 3 4 5 6 7 8 9: objectif-general-formation
1 2 3 4 5 6 7 8 9 10: type-enseignement
"""

WHOLE_NUMBERS = """
nombre-heures-centre nombre-heures-entreprise nombre-heures-total nb-places nb-places-financees
duree-conventionnee duree-cycle annee-cycle effectif-minimal capacite-simultanee capacite-cumulee
unites-entreprise unites-centre cout-indicatif-equipement
"""
# AAAAMMJJ; 00 where the day or the month is not known, 00000000 and 99999999 where nothing is.
DAYS = "debut fin date"

# What any element may bear, and what only these do.
ATTRIBUTES = """
numero info ref id idref tag uri horodatage-creation horodatage-modification horodatage-export
"""
ATTRIBUTES_OF = """
lheo: datemaj datecrea
formation: datemaj datecrea href file
action: datemaj datecrea
session: datemaj datecrea
organisme-formation-responsable: href file
"""
