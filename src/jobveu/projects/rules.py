"""Pure decisions about needs, projects and lessons. Each answers with a message for people, or None."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.actors.enums import SOCIAL_PARTNERS, WORKPLACES, OrganisationKind
from jobveu.projects.enums import Initiative, ProjectType, TargetGroup

SPEAKS_FOR_OTHERS = (
    *SOCIAL_PARTNERS,
    OrganisationKind.JOB_CENTRE,
    OrganisationKind.RECRUITMENT_COMMUNITY,
    OrganisationKind.LABOUR_MARKET_OFFICE,
    OrganisationKind.EDUCATION_PROVIDER,
)
"""Those that may tell of another's need (def.actor.*, def.phase1.sme)."""
HAS_NEEDS = (*WORKPLACES, *SOCIAL_PARTNERS)
"""Workplaces have needs; an association may also tell of its trade's need in its own name."""
STANDSTILL = timedelta(days=30)
"""A project on which nobody has recorded anything for so long stands still."""
MAX_TAGS = 20
MAX_TAG_LENGTH = 50


@dataclass(frozen=True, slots=True)
class TargetGroupRule:
    """What a type of project asks of its target groups: one of each set of `needs`, none of `excludes`."""

    needs: tuple[frozenset[TargetGroup], ...]
    excludes: frozenset[TargetGroup]
    message: Promise


_OUT_OF_WORK = frozenset({TargetGroup.UNEMPLOYED, TargetGroup.VULNERABLE})
_IN_WORK = frozenset({TargetGroup.EMPLOYED})

TARGET_GROUPS: Mapping[ProjectType, TargetGroupRule] = {
    # def.type.unemployed: upskills unemployed people. Those under notice are about to be.
    ProjectType.UNEMPLOYED: TargetGroupRule(
        needs=(_OUT_OF_WORK,),
        excludes=_IN_WORK,
        message=_(
            "Et projekt for ledige skal have ledige eller udsatte ledige som målgruppe, og ikke beskæftigede."
        ),
    ),
    # def.type.employed: upskills employed people.
    ProjectType.EMPLOYED: TargetGroupRule(
        needs=(_IN_WORK,),
        excludes=_OUT_OF_WORK,
        message=_("Et projekt for beskæftigede skal have beskæftigede som målgruppe, og ikke ledige."),
    ),
    # def.type.both: unemployed and employed together.
    ProjectType.BOTH: TargetGroupRule(
        needs=(_OUT_OF_WORK, _IN_WORK),
        excludes=frozenset(),
        message=_("Et projekt for ledige og beskæftigede skal have begge grupper som målgruppe."),
    ),
    # def.type.covid: softens a crisis by upskilling staff, those given notice too.
    ProjectType.CRISIS: TargetGroupRule(
        needs=(frozenset({TargetGroup.EMPLOYED, TargetGroup.UNDER_NOTICE}),),
        excludes=frozenset(),
        message=_("Et projekt, der afbøder en krise, skal have beskæftigede eller opsagte som målgruppe."),
    ),
}
"""Which target groups fit which type (def.type.*). Skill levels (unskilled, skilled, apprentices) fit all."""


def target_groups_problem(*, type: ProjectType, groups: Collection[TargetGroup]) -> Promise | None:
    """What is wrong with these target groups for a project of this type. No groups at all are "not told",
    as in cases that a source says little of; the form asks for at least one."""
    if not groups:
        return None
    rule = TARGET_GROUPS[ProjectType(type)]
    chosen = frozenset(TargetGroup(group) for group in groups)
    if chosen & rule.excludes or any(not chosen & wanted for wanted in rule.needs):
        return rule.message
    return None


INITIATORS: Mapping[Initiative, frozenset[OrganisationKind]] = {
    Initiative.COUNCIL: frozenset({OrganisationKind.REGIONAL_COUNCIL}),
    Initiative.OFFICE: frozenset({OrganisationKind.LABOUR_MARKET_OFFICE}),
    Initiative.SOCIAL_PARTNER: frozenset(SOCIAL_PARTNERS),
    Initiative.COMPANY: frozenset(WORKPLACES),
    Initiative.JOB_CENTRE: frozenset({OrganisationKind.JOB_CENTRE, OrganisationKind.RECRUITMENT_COMMUNITY}),
    Initiative.PROVIDER: frozenset({OrganisationKind.EDUCATION_PROVIDER}),
    Initiative.INDUSTRY_NETWORK: frozenset(
        {OrganisationKind.OTHER, OrganisationKind.EMPLOYER_ASSOCIATION, *WORKPLACES}
    ),
    Initiative.JOB_CENTRE_NETWORK: frozenset(
        {OrganisationKind.RECRUITMENT_COMMUNITY, OrganisationKind.JOB_CENTRE, OrganisationKind.OTHER}
    ),
    Initiative.SEVERAL: frozenset(OrganisationKind),
}
"""Which kinds of organisation can stand behind which initiative (def.phase1.initiators)."""


def initiative_problem(*, initiative: Initiative | None, kind: OrganisationKind | None) -> Promise | None:
    """What is wrong with an organisation of this kind as the one that took this initiative."""
    if kind is None:
        return None
    if initiative is None:
        return _("Vælg, hvor initiativet kom fra, når du angiver hvem.")
    if OrganisationKind(kind) not in INITIATORS[Initiative(initiative)]:
        return _("Organisationen er ikke af den slags, som initiativet kom fra. Ret det ene eller det andet.")
    return None


def teller_problem(
    *, organisation_kind: OrganisationKind, teller_kind: OrganisationKind, same: bool, is_member: bool
) -> Promise | None:
    """What is wrong with an organisation of `teller_kind` telling of the need of one of `organisation_kind`.

    A workplace speaks for itself; an employer association for its own members (`is_member`); unions and
    funds, job centres, offices and providers pass on what a workplace has told them.
    """
    if OrganisationKind(organisation_kind) not in HAS_NEEDS:
        return _("Et behov hører til en virksomhed, en offentlig arbejdsplads eller en organisation for dem.")
    if same:
        return None
    if OrganisationKind(organisation_kind) not in WORKPLACES:
        return _("En organisation kan kun selv oplyse sit eget behov.")
    if OrganisationKind(teller_kind) not in SPEAKS_FOR_OTHERS:
        return _("En virksomhed kan kun oplyse sit eget behov.")
    if OrganisationKind(teller_kind) == OrganisationKind.EMPLOYER_ASSOCIATION and not is_member:
        return _("Virksomheden er ikke medlem af brancheorganisationen. Registrér medlemskabet først.")
    return None


def party_flags_problem(
    *, kind: OrganisationKind, in_first_dialogue: bool, defines_content: bool
) -> Promise | None:
    """The two flags are about the social partners (def.phase1.ind1, def.phase2.ind1)."""
    if (in_first_dialogue or defines_content) and OrganisationKind(kind) not in SOCIAL_PARTNERS:
        return _("Det kan kun angives for brancheorganisationer, faglige organisationer og a-kasser.")
    return None


def normalise_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are stored: lower case, single spaces, each once, in the order given."""
    return tuple(dict.fromkeys(word for tag in tags if (word := " ".join(tag.split()).lower())))


def tags_problem(tags: Collection[str]) -> Promise | None:
    """What is wrong with these (normalised) tags."""
    if len(tags) > MAX_TAGS:
        return _("Skriv højst 20 emneord.")
    if any(len(tag) > MAX_TAG_LENGTH for tag in tags):
        return _("Hvert emneord må højst være på 50 tegn.")
    return None
