"""The forms about persons and candidates.

Fields that hold an identity are called identity_…: what is in them is not shown again when a session has
ended (jobveu.web.errors).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobveu.candidates.enums import (
    CHOSEN_PURPOSES,
    Awaited,
    CandidacyState,
    DropoutReason,
    FollowUpChannel,
    OutcomeKind,
    Purpose,
    ScreeningResult,
    Situation,
    SkillLevel,
)
from jobveu.candidates.periods import AwayPeriod
from jobveu.projects.formal_facts import Certificate, LanguageLevel, LicenceCategory
from jobveu.web.forms import (
    CheckField,
    ChoiceField,
    ChoicesField,
    CprField,
    DanishDateField,
    EmailField,
    Form,
    IntegerField,
    PeriodsField,
    PickerField,
    TextField,
)
from jobveu.web.lists import FilterForm

NO_NAMES = _("Skriv hverken navn eller CPR-nummer.")


class PersonFilters(FilterForm):
    situation = ChoiceField(label=_("Situation"), enum=Situation)
    skill_level = ChoiceField(label=_("Uddannelsesniveau"), enum=SkillLevel)
    project = ChoiceField(
        label=_("Projekt"), help_text=_("De nyeste aktive projekter, som jobcentret er part i.")
    )
    vulnerable = ChoiceField(label=_("Udsat ledig"), choices=[("yes", _("Ja")), ("no", _("Nej"))], coerce=str)
    municipality = ChoiceField(label=_("Bopælskommune"))
    overdue = CheckField(label=_("Opfølgning er overskredet"))
    folded = ("vulnerable", "municipality", "overdue")


class SearchForm(Form):
    identity_search = TextField(
        label=_("CPR-nummer eller navn"),
        help_text=_("Et helt CPR-nummer, eller begyndelsen af et eller flere navne."),
        max_length=150,
        width="width-m",
        autocomplete="off",
    )


class PersonForm(Form):
    fieldsets = [
        (
            _("Identitet"),
            _("Oplysningerne gemmes krypteret. Hver gang nogen ser dem, bliver det registreret."),
            ["identity_name", "identity_cpr", "identity_phone", "identity_email"],
        ),
        (
            _("På arbejdsmarkedet"),
            "",
            ["job_centre", "situation", "vulnerable", "skill_level", "municipality"],
        ),
    ]
    identity_name = TextField(label=_("Navn"), max_length=150, width="width-m", autocomplete="off")
    identity_cpr = CprField()
    identity_phone = TextField(
        label=_("Telefon"), max_length=30, required=False, width="char-27", autocomplete="off"
    )
    identity_email = EmailField(
        label=_("E-mail"), max_length=254, required=False, width="width-m", autocomplete="off"
    )
    job_centre = ChoiceField(label=_("Jobcenter"))
    situation = ChoiceField(label=_("Situation"), enum=Situation, radio=True)
    vulnerable = CheckField(label=_("Udsat ledig"), help_text=_("Sæt kun kryds, hvis personen er ledig."))
    skill_level = ChoiceField(label=_("Uddannelsesniveau"), enum=SkillLevel, radio=True)
    municipality = ChoiceField(label=_("Bopælskommune"), required=False)


class PersonEditForm(PersonForm):
    identity_cpr = CprField(
        label=_("Nyt CPR-nummer"),
        required=False,
        help_text=_("Udfyld kun feltet, hvis det registrerede nummer er forkert. ddmmåå-xxxx"),
    )
    job_centre = None  # type: ignore[assignment]  # how Django leaves an inherited field out


class FactsForm(Form):
    driving_licences = ChoicesField(label=_("Kørekort"), enum=LicenceCategory, required=False)
    danish_level = ChoiceField(
        label=_("Dansk"), enum=LanguageLevel, empty_label=_("Ikke afklaret"), required=False
    )
    certificates = ChoicesField(label=_("Certifikater"), enum=Certificate, required=False)
    unemployed_since = DanishDateField(label=_("Ledig siden"), required=False)
    available_from = DanishDateField(label=_("Kan begynde på kursus eller job fra"), required=False)
    away = PeriodsField(
        period=AwayPeriod,
        label=_("Er væk"),
        help_text=_(
            "Perioder, hvor personen ikke kan være på kursus eller begynde i job. En på hver linje, f.eks. "
            "01-07-2027 til 14-07-2027. Skriv ikke hvorfor."
        ),
        required=False,
    )
    travel_limit_km = IntegerField(
        label=_("Rejser højst"), suffix=_("km"), min_value=1, max_value=500, required=False
    )
    travel_limit_minutes = IntegerField(
        label=_("Rejsetid højst"),
        help_text=_("Hver vej, i bil."),
        suffix=_("minutter"),
        min_value=1,
        max_value=480,
        required=False,
    )


class PurposeForm(Form):
    purpose = ChoiceField(
        label=_("Hvad skal du bruge oplysningerne til?"),
        choices=[(purpose.value, purpose.label) for purpose in CHOSEN_PURPOSES],
        coerce=Purpose,
        radio=True,
    )


class PresentedFilters(FilterForm):
    job_centre = ChoiceField(label=_("Jobcenter"))


class CandidateFilters(PresentedFilters):
    state = ChoiceField(label=_("Trin"), enum=CandidacyState)
    course = ChoiceField(label=_("Kursus"))
    field_order = ("state", "course", "job_centre")


class TeamFilters(CandidateFilters):
    awaited = ChoiceField(label=_("Mangler"), enum=Awaited)


class CandidateAddForm(Form):
    identity_persons = PickerField(
        multiple=True,
        label=_("Personer"),
        search_label=_("Søg efter navn eller CPR-nummer blandt jobcentrets personer"),
    )


class WithdrawForm(Form):
    reason = TextField(label=_("Hvorfor?"), help_text=NO_NAMES, max_length=300, rows=3, count_characters=True)


class ScreeningForm(Form):
    result = ChoiceField(label=_("Resultat"), enum=ScreeningResult, radio=True)
    reason = TextField(
        label=_("Begrundelse"),
        help_text=_(
            "Hvilke af projektets krav opfylder kandidaten, og hvilke ikke? "
            "Skriv hverken navn eller CPR-nummer."
        ),
        max_length=500,
        rows=4,
        count_characters=True,
    )
    screened_on = DanishDateField(label=_("Screenet den"))


class PresentationForm(Form):
    companies = ChoicesField(label=_("Virksomheder"))
    presented_on = DanishDateField(label=_("Præsenteret den"))
    note = TextField(
        label=_("Bemærkning til virksomheden"), help_text=NO_NAMES, max_length=300, rows=3, required=False
    )


class EnrolmentForm(Form):
    course = ChoiceField(label=_("Kursus"), radio=True)


class StartForm(Form):
    started_on = DanishDateField(label=_("Første dag"))


class CompleteForm(Form):
    ended_on = DanishDateField(label=_("Sidste dag"))


class DropOutForm(Form):
    ended_on = DanishDateField(label=_("Sidste dag på kurset"))
    reason = ChoiceField(label=_("Årsag"), enum=DropoutReason, radio=True)
    note = TextField(
        label=_("Uddybning"),
        help_text=_("Skal udfyldes, når årsagen er en anden grund. Skriv hverken navn eller CPR-nummer."),
        max_length=300,
        rows=3,
        required=False,
    )


class FollowUpForm(Form):
    held_on = DanishDateField(label=_("Dato"))
    channel = ChoiceField(label=_("Form"), enum=FollowUpChannel, radio=True)
    note = TextField(label=_("Notat"), help_text=NO_NAMES, max_length=4000, rows=5)
    next_on = DanishDateField(label=_("Næste opfølgning"), required=False)


class OutcomeForm(Form):
    kind = ChoiceField(label=_("Resultat"), enum=OutcomeKind, radio=True)
    employer = PickerField(
        label=_("Arbejdsgiver i registret"),
        help_text=_(
            "Ved job, voksenlærlinge og fastholdte: Vælg arbejdsgiveren her, eller skriv navnet nedenfor."
        ),
        required=False,
    )
    employer_name = TextField(
        label=_("Arbejdsgiver, der ikke er i registret"), max_length=200, required=False, width="width-m"
    )
    as_of = DanishDateField(label=_("Opgjort den"))


class ParticipantsForm(Form):
    step = ChoiceField(
        label=_("Hvad er der sket?"),
        choices=[("start", _("De er begyndt på kurset")), ("complete", _("De har gennemført kurset"))],
        coerce=str,
        radio=True,
    )
    on = DanishDateField(
        label=_("Dato"), help_text=_("Første dag eller sidste dag. dd-mm-åååå, f.eks. 31-12-2025")
    )
    identity_participants = ChoicesField(
        label=_("Deltagere"),
        coerce=str,
        error_messages={
            "invalid_choice": _("Listen har ændret sig, mens du valgte. Se den igennem, og vælg igen.")
        },
    )
