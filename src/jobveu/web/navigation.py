"""The main navigation: which sections there are, and who is shown which. Pure; addresses come later."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, may
from jobveu.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the site with a page of its own. Shown to those who may do `action` with anything at all."""

    label: str | Promise
    url_name: str
    action: Action


SECTIONS: tuple[Section, ...] = (
    Section(_("Overblik"), "home", Action.VIEW_START),
    Section(_("Mit bord"), "desk", Action.VIEW_START),
    Section(_("Projekter"), "project_list", Action.LIST_PROJECTS),
    Section(_("Behov"), "need_list", Action.LIST_NEEDS),
    Section(_("Udbud"), "own_invitations", Action.SUBMIT_OFFER),
    Section(_("Udbudte hold"), "offered_hold_list", Action.OFFER_HOLD),
    Section(_("Kursusplaner"), "course_plan_list", Action.PLAN_COURSES),
    Section(_("Pladser på hold"), "own_placements", Action.VIEW_PLACEMENTS),
    Section(_("Personer"), "person_list", Action.LIST_PERSONS),
    Section(_("Organisationer"), "organisation_list", Action.LIST_ORGANISATIONS),
    Section(_("Samtaler"), "all_dialogues", Action.VIEW_DIALOGUE),
    Section(_("Undersøgelser"), "survey_list", Action.LIST_SURVEYS),
    Section(_("Tal"), "figure_list", Action.VIEW_FIGURES),
    Section(_("Vurdering"), "assessment", Action.VIEW_FIGURES),
    Section(_("Erfaringer"), "lesson_list", Action.LIST_LESSONS),
    Section(_("Datakvalitet"), "quality", Action.VIEW_DATA_QUALITY),
    Section(_("Import"), "import_list", Action.IMPORT_REGISTER),
    Section(_("Brugere"), "user_list", Action.MANAGE_USERS),
    Section(_("E-mails"), "mail_list", Action.MANAGE_MAIL),
    Section(_("Hændelseslog"), "audit_list", Action.VIEW_AUDIT),
    Section(_("Slettefrister"), "retention", Action.MANAGE_RETENTION),
)
"""In the order they are shown."""

PUBLIC_SECTIONS: tuple[Section, ...] = (
    Section(_("Forside"), "home", Action.VIEW_PUBLIC),
    Section(_("Projekter"), "showcase_list", Action.VIEW_PUBLIC),
    Section(_("Om Job-VEU"), "about", Action.VIEW_PUBLIC),
)


def sections_for(actor: Actor) -> tuple[Section, ...]:
    """The sections the actor is shown, by what the access matrix lets their roles do."""
    if not actor.is_authenticated:
        return PUBLIC_SECTIONS
    return tuple(section for section in SECTIONS if may(section.action, actor))
