"""The log-ins of the demonstration: who they are, and what can be tried as each (settings.DEMO).

`load_demo` (jobveu.journeys) makes the users, and refuses to anywhere but in the demonstration: the password
is public.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "proev-job-veu"  # noqa: S105  public on purpose: it opens nothing but the demonstration


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One invented user: the role's name, the e-mail to log in with, and what can be tried as that user."""

    role: str | Promise
    email: str
    description: str | Promise


DEMO_LOGINS: tuple[DemoLogin, ...] = (
    DemoLogin(
        _("Virksomhed"),
        "firma@demo.example",
        _("Oplys et behov, giv tilsagn om ansættelser, og se de kandidater, der er præsenteret for jer."),
    ),
    DemoLogin(
        _("VEU-koordinator, Midt-Nord"),
        "koordinator@demo.example",
        _("Opret et projekt ud fra et behov, og før det gennem alle fem faser."),
    ),
    DemoLogin(
        _("Offentlig arbejdsplads"),
        "plejecenter@demo.example",
        _("Underskriv partsaftalen i projektet om social- og sundhedshjælpere."),
    ),
    DemoLogin(
        _("Faglig organisation"),
        "fagforbund@demo.example",
        _("Underskriv en partsaftale, hvis tekst er ændret, eller blåstempl på en anden måde."),
    ),
    DemoLogin(
        _("Brancheorganisation"),
        "branche@demo.example",
        _("Giv en hensigtserklæring på vegne af jeres virksomheder, og oplys deres behov."),
    ),
    DemoLogin(
        _("Uddannelsesinstitution"),
        "erhvervsskole@demo.example",
        _("Giv tilbud i et udbud, planlæg kurser, og registrér, hvem der møder og gennemfører."),
    ),
    DemoLogin(
        _("Uddannelsesinstitution nr. 2"),
        "amu@demo.example",
        _("Giv et konkurrerende tilbud. Du ser ikke de andres."),
    ),
    DemoLogin(
        _("Sagsbehandler, Jobcenter Randers"),
        "sagsbehandler.randers@demo.example",
        _("Registrér og screen personer, følg dem på kursus, og registrér, hvor de er bagefter."),
    ),
    DemoLogin(
        _("Sagsbehandler, Jobcenter Favrskov"),
        "sagsbehandler.favrskov@demo.example",
        _("Underskriv aftalen om jeres bidrag. Andre jobcentres kandidater ser du kun som betegnelser."),
    ),
    DemoLogin(
        _("Sagsbehandler, Jobcenter Norddjurs"),
        "sagsbehandler.norddjurs@demo.example",
        _("Sammenlign jeres kandidaters vilkår med de to andre jobcentres."),
    ),
    DemoLogin(
        _("Virksomhedskonsulent, Jobcenter Randers"),
        "konsulent.randers@demo.example",
        _("Registrér samtaler med virksomheder, og acceptér at overtage koordineringen af et projekt."),
    ),
    DemoLogin(
        _("Leder i arbejdsmarkedskontoret"),
        "leder@demo.example",
        _("Se alle kontorets projekter, og hvad de mangler i deres fase."),
    ),
    DemoLogin(
        _("Medlem af regionalt råd"),
        "raad@demo.example",
        _("Se rådets projekter. Personer ser du ikke."),
    ),
    DemoLogin(
        _("Analytiker i styrelsen"),
        "analytiker@demo.example",
        _("Se projekter i hele landet, og hent dem som regneark."),
    ),
    DemoLogin(
        _("Systemadministrator"),
        "administrator@demo.example",
        _("Opret brugere, giv dem roller, og se, hvem der har gjort hvad."),
    ),
)
"""In the order in which they carry a project through its phases."""
