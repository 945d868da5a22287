"""The person, the ways to reach them and to prove who they are.

Words: personne = `Person`; moyen de contact = `ContactPoint` (an e-mail address or a phone number);
code = `SignInCode`; connexion = `SignIn` (one browser that proved who it is).

Invariants: nothing here says what somebody went through; an account may have a phone only, an
e-mail only, or both; a code works once, for ten minutes, in the browser that asked for it.
"""
