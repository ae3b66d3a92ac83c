"""Forms of projects, parties and lessons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobveu.projects.enums import (
    AreaKind,
    CoordinatorRole,
    Initiative,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.rules import MAX_TAG_LENGTH, MAX_TAGS
from jobveu.web.forms import (
    CheckField,
    ChoiceField,
    ChoicesField,
    DanishDateField,
    Form,
    PickerField,
    TagsField,
    TextField,
)
from jobveu.web.staff.projects.base import phase_number

ROLE_EXPLANATIONS = {
    # The four roles of def.role.matrix, each with what it does.
    CoordinatorRole.HELMSMAN: _(
        "Styrmand: tager initiativet og driver projektet hele vejen, fra udvikling og plan til drift"
    ),
    CoordinatorRole.COORDINATOR: _(
        "Koordinator: andre tager initiativet; samler aktørerne og får samarbejdet til at fungere"
    ),
    CoordinatorRole.INITIATOR: _(
        "Initiativtager: tager initiativet, bringer aktørerne sammen og giver stafetten videre"
    ),
    CoordinatorRole.SPARRING_PARTNER: _(
        "Sparringspartner eller observatør: andre driver projektet; følger resultaterne og samler erfaringer"
    ),
}

TYPE_EXPLANATIONS = {
    ProjectType.UNEMPLOYED: _("Opkvalificerer ledige, så de kan få job, hvor der mangler arbejdskraft"),
    ProjectType.EMPLOYED: _("Opkvalificerer beskæftigede, f.eks. også med sprogkurser"),
    ProjectType.BOTH: _("Opkvalificerer ledige og beskæftigede sammen"),
    ProjectType.CRISIS: _("Afbøder en krise ved at opkvalificere medarbejdere, også dem, der er sagt op"),
}


class ProjectForm(Form):
    fieldsets = (
        (_("Projektet"), "", ("title", "description", "type", "target_groups", "industry_id")),
        (_("Sted og tid"), "", ("council_id", "start_date", "end_date")),
        (
            _("Initiativ og koordinering"),
            "",
            ("initiative", "initiative_organisation_id", "coordinator_id", "coordinator_role"),
        ),
        (
            _("Mangel- og indsatsområde"),
            _("Ligger projektet, hvor der mangler arbejdskraft, eller hvor rådet har udpeget en indsats?"),
            ("area_kind", "area_basis"),
        ),
    )

    title = TextField(
        label=_("Titel"),
        width="width-xl",
        max_length=200,
        help_text=_("F.eks. »Fiberteknikere i Randers, foråret 2027«"),
    )
    description = TextField(
        label=_("Kort beskrivelse"),
        rows=4,
        max_length=2000,
        required=False,
        help_text=_("Nogle få linjer, som også kan vises for offentligheden."),
    )
    type = ChoiceField(
        label=_("Projekttype"),
        choices=list(TYPE_EXPLANATIONS.items()),
        coerce=ProjectType,
        radio=True,
        help_text=_("Vælg den, der svarer til projektets hovedformål."),
    )
    target_groups = ChoicesField(
        label=_("Målgrupper"),
        enum=TargetGroup,
        help_text=_("Skal passe til projekttypen. Vælg alle, der er relevante."),
    )
    industry_id = PickerField(
        label=_("Branche (DB07)"),
        search_label=_("Søg efter branche eller branchekode"),
        error_messages={"required": _("Vælg den branche, projektet hører til.")},
    )
    council_id = ChoiceField(
        label=_("Regionalt råd"),
        help_text=_("Rådet skal findes på startdatoen. Arbejdsmarkedskontoret følger af rådet."),
    )
    start_date = DanishDateField(
        label=_("Startdato"),
        help_text=_("dd-mm-åååå. Projektet tælles med i det år, det starter."),
    )
    end_date = DanishDateField(label=_("Slutdato"), required=False)
    initiative = ChoiceField(label=_("Hvor kom initiativet fra?"), enum=Initiative)
    initiative_organisation_id = PickerField(
        label=_("Hvem tog initiativet?"),
        required=False,
        help_text=_("Organisationen bliver part i projektet."),
    )
    coordinator_id = ChoiceField(
        label=_("Koordinator"), help_text=_("En VEU-koordinator i det kontor, der betjener rådet")
    )
    coordinator_role = ChoiceField(
        label=_("Koordinatorens rolle"),
        choices=list(ROLE_EXPLANATIONS.items()),
        coerce=CoordinatorRole,
        radio=True,
    )
    area_kind = ChoiceField(
        label=_("Mangel- eller indsatsområde"),
        enum=AreaKind,
        required=False,
        empty_label=_("Ikke afklaret"),
    )
    area_basis = TextField(
        label=_("Hvad bygger det på?"),
        max_length=500,
        rows=2,
        required=False,
        help_text=_("F.eks. rekrutteringssurveyen med dato, eller rådets strategi med afsnit"),
    )


class PartyFacts(Form):
    """What is said of a party that is not one of the social partners."""

    joined_on = DanishDateField(label=_("Med fra"))
    note = TextField(label=_("Opgave i projektet"), width="width-xl", max_length=300, required=False)


class SocialPartnerFacts(PartyFacts):
    in_first_dialogue = CheckField(label=_("Var med i den første dialog om behovet"))
    defines_content = CheckField(label=_("Er med til at fastlægge det faglige indhold"))


class PartyForm(Form):
    fieldsets = (
        ("", "", ("organisation_id", "joined_on", "note")),
        (
            _("Kun for arbejdsmarkedets parter"),
            _("Brancheorganisationer, faglige organisationer og a-kasser"),
            ("in_first_dialogue", "defines_content"),
        ),
    )
    organisation_id = PickerField(
        label=_("Organisation"),
        help_text=_("Findes den ikke, så opret den først under Organisationer."),
    )
    joined_on = DanishDateField(label=_("Med fra"))
    note = TextField(
        label=_("Opgave i projektet"),
        width="width-xl",
        max_length=300,
        required=False,
        help_text=_("F.eks. finder kandidater, stiller praktikpladser eller holder kurset"),
    )
    in_first_dialogue = CheckField(label=_("Var med i den første dialog om behovet"))
    defines_content = CheckField(label=_("Er med til at fastlægge det faglige indhold"))


class LessonForm(Form):
    phase = ChoiceField(label=_("Fase"), coerce=phase_number, help_text=_("Hvor i projektet lærte I det?"))
    title = TextField(label=_("Overskrift"), width="width-xl", max_length=200)
    text = TextField(
        label=_("Hvad lærte I?"),
        rows=8,
        max_length=8000,
        help_text=_(
            "Hvad gjorde I, hvordan gik det, og hvad vil I råde andre til? Skriv ikke om enkelte personer."
        ),
    )
    tags = TagsField(label=_("Emneord"), max_tags=MAX_TAGS, max_tag_length=MAX_TAG_LENGTH, required=False)


class ReasonForm(Form):
    reason = TextField(label=_("Begrundelse"), max_length=500, rows=3)


class CompleteForm(Form):
    end_date = DanishDateField(label=_("Projektet sluttede den"))
