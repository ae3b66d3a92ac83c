"""How long each kind of personal data is kept, counted from what, why, and what happens then: one table.

Where a law or an authority has said how long, or where nothing but the technique decides, the period is fixed
here. The rest is for whoever is responsible for the data to decide: `default` holds until they have
(operations.periods), is cautious, and `decided` says so. Periods are pure data; `queries.due` finds what they
mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jobveu.candidates.rules import add_months
from jobveu.privacy.enums import DataKind, Outcome

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RULES_OF = date(2026, 11, 28)
"""The day these rules are of: each run of them records it."""
FEWEST_MONTHS, MOST_MONTHS = 1, 240


@dataclass(frozen=True, slots=True)
class Period:
    months: int = 0
    days: int = 0

    def cut_off(self, today: date) -> date:
        """The day before which what it is counted from must lie for the period to be over."""
        return add_months(today, -self.months) - timedelta(days=self.days)

    def __str__(self) -> str:
        if self.days:
            return ngettext("%(count)d dag", "%(count)d dage", self.days) % {"count": self.days}
        if self.months % 12 == 0 and self.months:
            return ngettext("%(count)d år", "%(count)d år", self.months // 12) % {"count": self.months // 12}
        return ngettext("%(count)d måned", "%(count)d måneder", self.months) % {"count": self.months}


@dataclass(frozen=True, slots=True)
class Rule:
    """`since`: what the period is counted from. `effect`: what goes and what stays, for people. `why`: why it is
    kept so long and no longer. `source`: where that is said. `decided`: whether the period is fixed; otherwise
    the operator decides it, and `default` holds until then. `default` is None where a run of the rules lets nothing go;
    `by_itself` then says when it goes without one, if it does."""

    kind: DataKind
    outcome: Outcome
    default: Period | None
    since: StrOrPromise
    effect: StrOrPromise
    why: StrOrPromise
    source: StrOrPromise
    decided: bool = False
    by_itself: StrOrPromise = ""

    @property
    def is_open(self) -> bool:
        """Whether the operator decides the period."""
        return self.default is not None and not self.decided


_NECESSARY = _("Databeskyttelsesforordningen, artikel 5, stk. 1, litra e")

_ALL: tuple[Rule, ...] = (
    Rule(
        kind=DataKind.PERSON,
        outcome=Outcome.ANONYMISE,
        default=Period(months=60),
        since=_(
            "Det seneste i personens forløb: kandidatur, kursus, opfølgning, resultat eller projektets "
            "slutdato. Et aktivt projekt uden slutdato holder forløbet åbent."
        ),
        effect=_(
            "Navn, CPR-nummer, kontaktoplysninger, betegnelser, fritekst og opslag slettes. Tilmeldinger, "
            "resultattyper og antal bliver stående uden forbindelse til personen, og datoer bliver til måneder."
        ),
        why=_(
            "Kommunen skal kunne gøre rede for indsatsen, mens sagen kan genoptages eller påklages. KL anbefaler "
            "kommunerne at slette 5 år efter, at en sag er afsluttet."
        ),
        source=_(
            "Databeskyttelsesforordningen, artikel 5, stk. 1, litra e; KL's slettefrister (KLE), kode P1825D; "
            "offentlighedsloven §§ 13 og 15"
        ),
    ),
    Rule(
        kind=DataKind.PERSON_UNUSED,
        outcome=Outcome.ERASE,
        default=Period(months=12),
        since=_("Registreringen, når personen aldrig er blevet kandidat i et projekt."),
        effect=_("Personen og alle opslag slettes. Der er intet at tælle."),
        why=_("Formålet er at finde et projekt til personen. Et år dækker et helt udbud af kurser."),
        source=_NECESSARY,
    ),
    Rule(
        kind=DataKind.LOOK,
        outcome=Outcome.ERASE,
        default=Period(months=60),
        since=_("Opslaget."),
        effect=_("Opslaget slettes. Personen bliver stående, hvis forløbet ikke er gammelt nok."),
        why=_(
            "Personen har ret til at få at vide, hvornår og til hvad oplysningerne er set, og jobcentret skal "
            "kunne undersøge misbrug."
        ),
        source=_(
            "EU-Domstolens dom C-579/21; Datatilsynets afgørelse 2024-32-0283 af 6. juni 2024; artikel 5, stk. 1, "
            "litra e"
        ),
    ),
    Rule(
        kind=DataKind.CONTACT,
        outcome=Outcome.ERASE,
        default=Period(months=24),
        since=_("Den dag, kontaktpersonen blev fjernet."),
        effect=_("Kontaktpersonen, samtykker og link slettes. Samtaler og sæder bliver stående uden navnet."),
        why=_("To år rækker til at svare på, hvem organisationen talte med i et projekt, der netop er slut."),
        source=_NECESSARY,
    ),
    Rule(
        kind=DataKind.CONSENT,
        outcome=Outcome.ERASE,
        default=Period(months=6),
        since=_("Den dag, samtykket blev trukket tilbage."),
        effect=_("Samtykket og det, der viser det, slettes."),
        why=_(
            "Et samtykke skal kunne påvises, så længe det bruges. Bagefter må det kun gemmes kort, så en tvist kan "
            "afklares."
        ),
        source=_("Artikel 7, stk. 1; Datatilsynets vejledning om påvisningskrav og dataminimering"),
    ),
    Rule(
        kind=DataKind.CONSENT_LINK,
        outcome=Outcome.ERASE,
        default=Period(months=12),
        since=_("Den dag, linket blev lavet."),
        effect=_("Linket virker ikke længere. Der kan laves et nyt."),
        why=_("Et link, som ingen har fornyet, kan være kommet i forkerte hænder."),
        source=_("Artikel 32 og artikel 7, stk. 3"),
    ),
    Rule(
        kind=DataKind.CONSENT_NOTICE,
        outcome=Outcome.ERASE,
        default=Period(months=6),
        since=_("Ændringen."),
        effect=_("Beskeden slettes. Samtykket selv har sin egen regel."),
        why=_("Beskeden skal kun nå at blive læst."),
        source=_NECESSARY,
    ),
    Rule(
        kind=DataKind.DIALOGUE,
        outcome=Outcome.EMPTY,
        default=Period(months=60),
        since=_("Samtalen."),
        effect=_(
            "Noter, aftaler og begrundelser tømmes, og kontaktpersonen fjernes. Hvem der talte med organisationen "
            "hvornår, bliver stående."
        ),
        why=_("Noterne handler om organisationen, men kan nævne mennesker. Efter fem år er de uden nytte."),
        source=_NECESSARY,
    ),
    Rule(
        kind=DataKind.USER,
        outcome=Outcome.ANONYMISE,
        default=Period(months=60),
        since=_(
            "Det seneste af: adgangen blev lukket, det sidste medlemskab sluttede, eller et projekt, hvor brugeren "
            "har underskrevet en aftale, sluttede."
        ),
        effect=_(
            "Navn, e-mail og adgangskode slettes, også i hændelsesloggen. Det, brugeren har registreret, står som "
            "registreret af en tidligere bruger."
        ),
        why=_(
            "Det skal kunne ses, hvem der har truffet en afgørelse eller underskrevet, så længe sagen lever."
        ),
        source=_("Databeskyttelsesforordningen, artikel 5, stk. 1, litra e; offentlighedsloven §§ 13 og 15"),
    ),
    Rule(
        kind=DataKind.AUDIT,
        outcome=Outcome.ERASE,
        default=Period(months=60),
        since=_("Hændelsen."),
        effect=_("Hændelsen slettes fra loggen."),
        why=_("Loggen viser, hvem der har gjort hvad, mens det endnu kan have betydning for en sag."),
        source=_("Artikel 5, stk. 1, litra e og f, og artikel 32"),
    ),
    Rule(
        kind=DataKind.HISTORY,
        outcome=Outcome.ERASE,
        default=Period(months=60),
        since=_("Ændringen."),
        effect=_(
            "Ændringen slettes. Historikken for en person, en kontaktperson eller en bruger forsvinder desuden "
            "sammen med vedkommende."
        ),
        why=_("Den viser, hvad der stod før, mens det endnu kan have betydning for en sag."),
        source=_("Artikel 5, stk. 1, litra e og f, og artikel 32"),
    ),
    Rule(
        kind=DataKind.MEMBER_INVITATION,
        outcome=Outcome.ERASE,
        default=Period(months=6),
        since=_("Den dag, invitationen udløb eller ville være udløbet."),
        effect=_("Invitationen slettes. Den, der tog imod, er bruger og følger reglen for brugere."),
        why=_("Et halvt år rækker til at svare på, hvem der blev inviteret, og hvorfor linket ikke virker."),
        source=_NECESSARY,
    ),
    Rule(
        kind=DataKind.SURVEY_INVITATION,
        outcome=Outcome.ERASE,
        default=Period(months=12),
        since=_("Den dag, runden blev lukket."),
        effect=_(
            "Det slettes, hvem der blev spurgt. Antallet af spurgte og svarene bliver stående uden forbindelse til "
            "nogen."
        ),
        why=_(
            "Et år rækker til at svare på, hvem der blev spurgt og hvorfor, og til at se, hvem der ikke svarede."
        ),
        source=_NECESSARY,
    ),
    Rule(
        kind=DataKind.SURVEY_ANSWER,
        outcome=Outcome.EMPTY,
        default=Period(months=60),
        since=_("Den dag, runden blev lukket."),
        effect=_(
            "Svarene i ord slettes. Afkrydsningerne bliver stående som tal. Svar, der er undervejs, ligger krypteret "
            "og forsvinder, når runden lukkes."
        ),
        why=_(
            "Svar i ord kan nævne mennesker. Efter fem år er de uden nytte; tallene bruges til at sammenligne."
        ),
        source=_NECESSARY,
    ),
    Rule(
        kind=DataKind.MERGE,
        outcome=Outcome.ERASE,
        default=Period(months=12),
        since=_("Den dag, de blev lagt sammen."),
        effect=_("Det, der skal til for at skille dem ad igen, slettes. De bliver ved med at være én."),
        why=_("Et år rækker til at opdage, at to ikke var den samme."),
        source=_NECESSARY,
    ),
    Rule(
        kind=DataKind.SESSION,
        outcome=Outcome.ERASE,
        default=Period(days=1),
        since=_("Sessionens udløb."),
        effect=_("Sessionen slettes."),
        why=_("En afsluttet session bruges ikke til noget."),
        source=_("Teknisk nødvendigt; artikel 5, stk. 1, litra c"),
        decided=True,
    ),
    Rule(
        kind=DataKind.FORM_RECEIPT,
        outcome=Outcome.ERASE,
        default=Period(days=2),
        since=_("Afsendelsen."),
        effect=_("Kvitteringen slettes."),
        why=_("Den hindrer, at en formular, der sendes to gange, udføres to gange. Det rækker et døgn til."),
        source=_("Teknisk nødvendigt; artikel 5, stk. 1, litra c"),
        decided=True,
    ),
    Rule(
        kind=DataKind.MAIL,
        outcome=Outcome.ERASE,
        default=None,
        since=_("Afsendelsen, eller at mailen er opgivet."),
        effect=_(
            "Modtager og tekst slettes i samme øjeblik. Sporet af, at en mail er sendt, slettes senere."
        ),
        why=_("En mail, der er sendt, skal systemet ikke have liggende."),
        source=_("Artikel 5, stk. 1, litra c"),
        decided=True,
        by_itself=_("Straks; sporet efter 90 dage"),
    ),
    Rule(
        kind=DataKind.JOB,
        outcome=Outcome.ERASE,
        default=None,
        since=_("Opgaven er udført."),
        effect=_("Opgaven slettes. Den holder kun numre."),
        why=_("En udført opgave bruges ikke til noget; en, der mislykkedes, skal kunne undersøges."),
        source=_("Artikel 5, stk. 1, litra c"),
        decided=True,
        by_itself=_("Straks; mislykkede efter 30 dage"),
    ),
    Rule(
        kind=DataKind.PROJECT_RECORD,
        outcome=Outcome.KEEP,
        default=None,
        since=_("–"),
        effect=_(
            "Planer, aftaler, referater, opgaver, tilbud og erfaringer bliver stående. De skal ikke nævne "
            "kandidater; systemet afviser CPR-numre i tekst om kandidater."
        ),
        why=_(
            "De er myndighedernes egne dokumenter og må ikke slettes, før det er afgjort, om de skal bevares. "
            "Navnene på dem, der skrev og underskrev, følger reglen for brugere."
        ),
        source=_("Arkivloven; Rigsarkivets bestemmelser om bevaring og kassation"),
        decided=True,
    ),
    Rule(
        kind=DataKind.RETENTION_LOG,
        outcome=Outcome.KEEP,
        default=None,
        since=_("–"),
        effect=_("Loggen holder kun numre, antal og begrundelser, aldrig navne på dem, der er slettet."),
        why=_("Den dataansvarlige skal kunne påvise, at der er slettet, og at fristerne er besluttet."),
        source=_("Artikel 5, stk. 2"),
        decided=True,
    ),
)

RULES: Mapping[DataKind, Rule] = {rule.kind: rule for rule in _ALL}
"""One rule for each kind."""


def periods_in_force(decisions: Mapping[DataKind, int]) -> dict[DataKind, Period]:
    """The period of each kind that goes by itself: as decided (in months), otherwise the default. A decision
    about a kind that is not the operator's to decide counts for nothing."""
    return {
        rule.kind: Period(months=decisions[rule.kind])
        if rule.is_open and rule.kind in decisions
        else rule.default
        for rule in RULES.values()
        if rule.default is not None
    }
