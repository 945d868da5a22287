"""Meeting others of the field: practice groups and their dates, and knowing who is near.

Words: groupe d'échange et d'analyse de pratique = `PracticeGroup`; participation =
`GroupMembership`; rencontre (une date) = `GroupMeeting`; adresse et lien vidéo = `MeetingRoom`;
inscription = `MeetingSignUp`; notes de rencontre = `MeetingNote`; accord = `NoteConsent`; « ne pas
être seul·e » = `NearbyCard`, whose messages the portal relays = `NearbyMessage`.

Invariants: a group is run by a federation or by one of its members. That somebody takes part is
known to them and to the group only: no other flag, no list outside; the federation that runs it
sees counts of five at least and the names of those who said yes. Inside the space of an
organisation the groups of a person do not exist. The place and the video link are for those who
signed up. Notes open once nobody they mention objects. Who is near is seen by those who let
themselves be seen, and nobody reads an address. Nothing here says what somebody went through.
"""
