"""Who somebody is and what they may: sign-in, sessions, roles, facts by Grondslag, and the refusals that the law asks for.

The pure parts (`actor`, `table`, `facts`, `eyes`) import no web framework; `install` puts all of it around an application.
"""
