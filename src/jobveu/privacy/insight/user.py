"""Everything that is held about a user, for the user."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.actor import Actor
from jobveu.accounts.models import User
from jobveu.actors.operations.users import ROOM as USERS
from jobveu.candidates.models import IdentityView
from jobveu.common import audit
from jobveu.common.models import AuditEntry, Submission
from jobveu.privacy.insight import columns
from jobveu.privacy.insight.person import Words
from jobveu.privacy.insight.value import Fact, Part, facts_of, pointing_to

SHOWN_OF_THE_LOG = 100
"""On the page; the file holds all of it."""

TOLD_IN_FULL = frozenset({"actors.Membership", "actors.PrimaryContact", "account.EmailAddress"})

TABLES: Mapping[str, str | Promise] = {
    "accounts.OpenIdentity": gettext_lazy("Logins hos andre, som er knyttet til dig"),
    "actors.MemberInvitation": gettext_lazy("Invitationer, som du har sendt eller taget imod"),
    "actors.AgreedTask": gettext_lazy("Opgaver fra samtaler, som du har eller har udført"),
    "actors.ConsentLink": gettext_lazy("Links til samtykker, som du har lavet"),
    "actors.ConsentNotice": gettext_lazy("Beskeder til dig om ændrede samtykker"),
    "actors.Contact": gettext_lazy("Steder, hvor du er kontaktperson"),
    "actors.ContactNotice": gettext_lazy("Beskeder til dig om andres samtaler"),
    "actors.ContactPause": gettext_lazy("Ønsker om ro, som du har noteret"),
    "actors.Dialogue": gettext_lazy("Samtaler, som du har holdt"),
    "assessment.Overruling": gettext_lazy("Grader, som du har sat i vurderinger"),
    "assessment.RiskCheck": gettext_lazy("Risikotjek, som du har lavet"),
    "attachments.Attachment": gettext_lazy("Filer, som du har vedhæftet"),
    "candidates.Activity": gettext_lazy("Invitationer af kandidater, som du har registreret"),
    "candidates.Candidacy": gettext_lazy("Kandidater, som du har tilføjet"),
    "candidates.CourseDay": gettext_lazy("Fremmøde på kurser, som du har registreret"),
    "candidates.Enrolment": gettext_lazy("Tilmeldinger, som du har lavet"),
    "candidates.FollowUp": gettext_lazy("Opfølgninger, som du har skrevet"),
    "candidates.Outcome": gettext_lazy("Resultater, som du har registreret"),
    "candidates.Person": gettext_lazy("Personer, som du har registreret"),
    "candidates.Presentation": gettext_lazy("Præsentationer, som du har lavet"),
    "candidates.ProposalPerson": gettext_lazy("Forslag til match, som du har taget stilling til"),
    "candidates.Screening": gettext_lazy("Screeninger, som du har lavet"),
    "candidates.Statement": gettext_lazy("Kandidaters tilkendegivelser, som du har registreret"),
    "candidates.WaitingPlace": gettext_lazy("Kandidater, som du har sat på venteliste"),
    "course_plans.ProposedHold": gettext_lazy("Forslag til hold, som du har afgjort"),
    "insight.Snapshot": gettext_lazy("Øjebliksbilleder, som du har taget"),
    "insight.TextTheme": gettext_lazy("Temaer for svar i ord, som du har lavet"),
    "insight.ThemedText": gettext_lazy("Svar i ord, som du har givet et tema"),
    "journeys.CalendarAddress": gettext_lazy("Adresser til din kalender"),
    "journeys.Digest": gettext_lazy("Daglige påmindelser, der er sendt til dig"),
    "journeys.ReminderChoice": gettext_lazy("Påmindelser, som du har valgt"),
    "legacy.ColumnMapping": gettext_lazy("Koblinger af kolonner, som du har gemt"),
    "legacy.Import": gettext_lazy("Importer, som du har lagt op eller sat i gang"),
    "mfa.Authenticator": gettext_lazy("Måder, du bekræfter dit login på"),
    "privacy.RetentionPeriod": gettext_lazy("Slettefrister, som du har fastsat"),
    "privacy.RetentionRun": gettext_lazy("Sletninger, som du har besluttet"),
    "projects.AgreementText": gettext_lazy("Aftaletekster, som du har skrevet"),
    "projects.Commitment": gettext_lazy("Tilsagn, som du har registreret"),
    "projects.Lesson": gettext_lazy("Erfaringer, som du har skrevet"),
    "projects.MinutesVersion": gettext_lazy("Referater, som du har skrevet"),
    "projects.Offer": gettext_lazy("Tilbud, som du har givet"),
    "projects.PlanVersion": gettext_lazy("Projektplaner, som du har skrevet"),
    "projects.Procurement": gettext_lazy("Udbydere, som du har valgt"),
    "projects.Project": gettext_lazy("Projekter, som du koordinerer"),
    "projects.ScreeningTool": gettext_lazy("Screeningsværktøjer, som du har begyndt på eller taget i brug"),
    "projects.SetAside": gettext_lazy("Indikatorer, som du har sat til side"),
    "projects.Signature": gettext_lazy("Underskrifter, som du har givet"),
    "projects.Task": gettext_lazy("Opgaver, som du har meldt udført"),
    "quality.Acceptance": gettext_lazy("Afvigelser i data, som du har accepteret"),
    "surveys.SurveyRound": gettext_lazy("Undersøgelser, som du har lavet"),
    "solving.SolverReplay": gettext_lazy("Beregninger, som du har genspillet"),
    "solving.SolverRun": gettext_lazy("Beregninger, som du har bestilt"),
}
"""What the records are called in which the user stands; every table that points to users is here or above."""


def about_user(*, by: Actor, at: datetime, as_file: bool, action_words: Words) -> tuple[Part, ...]:
    """Everything about the actor: what is held of them, and in which records they stand, by number. What those hold of
    others is theirs. Raises User.DoesNotExist for the public. One SQL statement for each table."""
    user = User.objects.get(pk=by.user_id or 0)
    if as_file:
        with transaction.atomic():
            audit.record(by=by, at=at, action="user.insight_file", room=USERS, record_id=user.pk)
    memberships = user.memberships.select_related("organisation").order_by("pk")
    primary = columns.PRIMARY_CONTACT
    return (
        Part("user", _("Dig som bruger"), (facts_of(user, columns.USER),)),
        Part("addresses", _("Andre e-mailadresser"), _addresses(user)),
        Part("memberships", _("Roller"), tuple(facts_of(row, columns.MEMBERSHIP) for row in memberships)),
        Part(
            "primary_contacts",
            _("Primær kontaktperson for"),
            tuple(facts_of(row, primary) for row in _pointing("actors.PrimaryContact", user, "organisation")),
        ),
        Part(
            "records",
            _("Det, du står bag"),
            tuple(_records(user, as_file=as_file)),
            is_list=True,
            note=_(
                "Hvad der står i dem om andre, er de andres oplysninger. Personer og kandidater hos et jobcenter, du "
                "ikke længere arbejder for, er ikke talt med."
            ),
        ),
        _log(user, as_file=as_file, words=action_words),
    )


def _addresses(user: User) -> tuple[tuple[Fact, ...], ...]:
    rows = EmailAddress.objects.filter(user=user).order_by("pk")
    return tuple((Fact("email", _("E-mail"), row.email),) for row in rows)


def _pointing(label: str, user: User, *related: str) -> list[Model]:
    [(model, name)] = [(one, field) for one, field in pointing_to_users() if one._meta.label == label]
    return list(model._default_manager.filter(**{name: user}).select_related(*related).order_by("pk"))


def pointing_to_users() -> list[tuple[type[Model], str]]:
    """Every model that points to users, with the field that does."""
    return pointing_to(User)


def _records(user: User, *, as_file: bool) -> list[tuple[Fact, ...]]:
    found = []
    for model, name in sorted(pointing_to_users(), key=lambda pair: str(TABLES.get(pair[0]._meta.label, ""))):
        if model._meta.label in TOLD_IN_FULL:
            continue
        ids = list(model._default_manager.filter(**{name: user}).order_by("pk").values_list("pk", flat=True))
        if ids:
            found.append(_told(str(TABLES[model._meta.label]), model._meta.label, len(ids), ids, as_file))
    for model, words in (
        (IdentityView, _("Gange, du har set, hvem en person er")),
        (Submission, _("Kvitteringer for formularer, som du har sendt for nylig")),
    ):
        number = model._default_manager.filter(user_id=user.pk).count()
        if number:
            found.append(_told(words, model._meta.label, number, [], as_file))
    return found


def _told(words: str, table: str, number: int, ids: list[int], as_file: bool) -> tuple[Fact, ...]:
    facts = (Fact("what", _("Hvad"), words, code=table), Fact("number", _("Antal"), number))
    numbers = ", ".join(str(id_) for id_ in ids)
    return (*facts, Fact("record_numbers", _("Numre i systemet"), numbers)) if as_file else facts


def _log(user: User, *, as_file: bool, words: Words) -> Part:
    rows = AuditEntry.objects.filter(user_id=user.pk).order_by("-at", "-pk")
    shown = rows if as_file else rows[:SHOWN_OF_THE_LOG]
    return Part(
        "log",
        _("Det, du har gjort"),
        tuple(
            (
                Fact("at", _("Tidspunkt"), row.at),
                Fact("action", _("Hvad"), words(row.action), code=row.action),
                Fact("project", _("Projekt nr."), row.project_id),
            )
            for row in shown
        ),
        is_list=True,
        note="" if as_file else _("De 100 seneste. Filen rummer alt."),
    )
