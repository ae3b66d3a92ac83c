"""Rounds of an instrument: whom they ask, who has answered, and what was answered.

Who has answered and what was answered are apart. While a round is open, answers lie encrypted in `AnswerDraft`, which
is found by what only the personal link can tell; invitations say that somebody has answered, and no moment. When the
round closes, all sheets are written at once, in random order, with random ids, and without a time: nothing in the
database, not the order of its rows nor the transactions that wrote them, leads from a sheet to an invitation. In an
anonymous round the drafts, the links' keys and the marks of who has answered go in the same transaction.
"""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice, not_before
from jobveu.common.history import History, NotTracked
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.surveys.enums import AnswerRoute, Disposition, RespondentType, RoundState


class SurveyRound(models.Model):
    """One time that an instrument is sent out. The audience is a rule (surveys.audience) until the round is opened; then
    it is its invitations.

    `instrument` names a version ("standard-1") and `instrument_digest` is the sum of what it asked: a round is never read
    by another text than the one that was answered.
    """

    name = models.CharField(_("Navn"), max_length=120)
    instrument = models.CharField(_("Spørgeskema"), max_length=40)
    instrument_digest = models.CharField(max_length=64)
    office = models.ForeignKey(
        "reference.Office",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Arbejdsmarkedskontor"),
    )
    """Whose projects the round is about; none: the whole country's."""
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="survey_rounds"
    )
    """Set where the round is about one project: a pulse at its end."""
    statuses = ArrayField(
        models.CharField(max_length=20, choices=ProjectStatus), verbose_name=_("Projekter, der er")
    )
    project_types = ArrayField(
        models.CharField(max_length=20, choices=ProjectType), verbose_name=_("Projekttyper")
    )
    respondent_types = ArrayField(
        models.CharField(max_length=20, choices=RespondentType), verbose_name=_("Hvem bliver spurgt?")
    )
    council = models.ForeignKey(
        "reference.Council", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Råd")
    )
    started_from = models.DateField(_("Begyndt tidligst"), null=True, blank=True)
    started_to = models.DateField(_("Begyndt senest"), null=True, blank=True)
    anonymous = models.BooleanField(_("Svarene er anonyme"), default=True)
    synthetic = models.BooleanField(default=False)
    """Made up, for the demonstration: nobody was asked."""
    state = models.CharField(_("Tilstand"), max_length=10, choices=RoundState, default=RoundState.DRAFT)
    closes_on = models.DateField(_("Sidste dag at svare"))
    remind_on = models.DateField(_("Påmind den"), null=True, blank=True)
    """The day on which those who have not answered are reminded by themselves, besides when somebody asks for it."""
    reminded_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    """None: made by a command."""
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    texts_erased_at = models.DateTimeField(null=True, blank=True)
    """When the answers in words had been kept long enough (privacy.rules)."""
    version = models.PositiveIntegerField(default=1)

    history = History()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="survey_round_name_given",
                violation_error_message=_("Giv runden et navn."),
            ),
            models.UniqueConstraint(
                "name",
                name="survey_round_name_once",
                violation_error_message=_("Der er allerede en runde med det navn."),
            ),
            models.CheckConstraint(
                condition=~Q(instrument="") & ~Q(instrument_digest=""),
                name="survey_round_instrument_given",
                violation_error_message=_("Vælg et spørgeskema."),
            ),
            models.CheckConstraint(
                condition=Q(statuses__contained_by=ProjectStatus.values) & ~Q(statuses=[]),
                name="survey_round_statuses_known",
                violation_error_message=_("Vælg, om projekterne er gennemført eller i gang."),
            ),
            models.CheckConstraint(
                condition=Q(project_types__contained_by=ProjectType.values) & ~Q(project_types=[]),
                name="survey_round_project_types_known",
                violation_error_message=_("Vælg mindst én projekttype fra listen."),
            ),
            models.CheckConstraint(
                condition=Q(respondent_types__contained_by=RespondentType.values) & ~Q(respondent_types=[]),
                name="survey_round_respondent_types_known",
                violation_error_message=_("Vælg fra listen, hvem der bliver spurgt."),
            ),
            not_before(
                "started_to",
                "started_from",
                name="survey_round_period_in_order",
                message=_("Den sidste dag skal ligge efter den første."),
            ),
            models.CheckConstraint(
                condition=Q(remind_on__isnull=True) | Q(remind_on__lt=F("closes_on")),
                name="survey_round_reminds_before_it_closes",
                violation_error_message=_("Påmindelsen skal sendes før den sidste dag at svare."),
            ),
            known_choice(
                "state", RoundState, name="survey_round_state_known", message=_("Rundens tilstand er ukendt.")
            ),
            models.CheckConstraint(
                condition=Q(state=RoundState.DRAFT, opened_at__isnull=True, closed_at__isnull=True)
                | Q(state=RoundState.OPEN, opened_at__isnull=False, closed_at__isnull=True)
                | Q(state=RoundState.CLOSED, opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="survey_round_opened_then_closed",
                violation_error_message=_("En runde åbnes, før den lukkes."),
            ),
        ]
        indexes = [
            models.Index(F("made_at").desc(), F("id").desc(), name="survey_round_newest"),
            models.Index("closes_on", condition=Q(state=RoundState.OPEN), name="survey_round_open"),
            models.Index("project", condition=Q(project__isnull=False), name="survey_round_of_project"),
        ]


class RoundStratum(models.Model):
    """Persons of a round who are counted together; in an anonymous round of at least five who were asked
    (surveys.strata). The counts are null until the round closes, when they are frozen."""

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="strata")
    respondent_type = models.CharField(max_length=20, choices=RespondentType)
    council = models.ForeignKey("reference.Council", on_delete=models.PROTECT, null=True, blank=True)
    office = models.ForeignKey(
        "reference.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Of those whose council is not told apart; a council has its own."""
    project_type = models.CharField(max_length=20, choices=ProjectType, blank=True)
    """Blank, and `council` and `office` null: not told apart."""
    population = models.PositiveIntegerField()
    """All whom the rule was about, with or without consent."""
    complete = models.PositiveIntegerField(null=True, blank=True)
    partial = models.PositiveIntegerField(null=True, blank=True)
    refused = models.PositiveIntegerField(null=True, blank=True)
    not_reached = models.PositiveIntegerField(null=True, blank=True)
    no_answer = models.PositiveIntegerField(null=True, blank=True)

    history = History(parent="round")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "round",
                "respondent_type",
                "council",
                "office",
                "project_type",
                name="round_stratum_once",
                nulls_distinct=False,
                violation_error_message=_("De spurgte er allerede talt sammen."),
            ),
            models.CheckConstraint(
                condition=Q(council__isnull=True) | Q(office__isnull=True),
                name="round_stratum_in_one_place",
                violation_error_message=_("De spurgte tælles enten efter råd eller efter kontor."),
            ),
            known_choice(
                "respondent_type",
                RespondentType,
                name="round_stratum_respondent_type_known",
                message=_("Vælg fra listen, hvem der bliver spurgt."),
            ),
            known_choice(
                "project_type",
                ProjectType,
                name="round_stratum_project_type_known",
                message=_("Et projekt har præcis én af de fire typer."),
                blank=True,
            ),
            models.CheckConstraint(
                condition=Q(population__gte=0)
                & (
                    Q(
                        complete__isnull=True,
                        partial__isnull=True,
                        refused__isnull=True,
                        not_reached__isnull=True,
                        no_answer__isnull=True,
                    )
                    | Q(
                        complete__gte=0,
                        partial__gte=0,
                        refused__gte=0,
                        not_reached__gte=0,
                        no_answer__gte=0,
                    )
                ),
                name="round_stratum_counted_or_not",
                violation_error_message=_("Antallet af spurgte kan ikke være negativt."),
            ),
        ]


class SurveyInvitation(models.Model):
    """A contact who is asked in a round, once however many projects they took part in; `project` is the newest of
    these, and the one they are asked about.

    `disposition` says whether they have answered, and never when; it is no part of the history. When an anonymous round
    closes, it goes back to NO_ANSWER for everybody: the strata have the counts. `link_key` is what the secret of the
    personal link is made from, with a key outside the database; it is there as long as the round is open.
    """

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="invitations")
    contact = models.ForeignKey("actors.Contact", on_delete=models.CASCADE, related_name="survey_invitations")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    projects = models.PositiveSmallIntegerField()
    """How many of the round's projects the contact took part in."""
    stratum = models.ForeignKey(RoundStratum, on_delete=models.CASCADE, related_name="+")
    link_key = models.UUIDField(null=True, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    mail = models.ForeignKey(
        "delivery.OutgoingMail", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The first mail, which tells whether the address is good."""
    disposition = models.CharField(max_length=20, choices=Disposition, default=Disposition.NO_ANSWER)
    reminders = models.PositiveSmallIntegerField(default=0)
    route = models.CharField(
        _("Hvordan blev der svaret?"), max_length=10, choices=AnswerRoute, default=AnswerRoute.LINK
    )
    """LINK also as long as nothing is answered, and always in an anonymous round: what comes otherwise is written down by
    somebody, who must not be able to in one."""

    history = History(
        parent="round",
        sealed=("link_key", "secret_hash"),
        ignored=("disposition", "reminders", "link_key", "mail_id"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "round",
                "contact",
                name="survey_invitation_once",
                condition=Q(link_key__isnull=False),
                violation_error_message=_("Kontaktpersonen er allerede spurgt i denne runde."),
            ),
            known_choice(
                "disposition",
                Disposition,
                name="survey_invitation_disposition_known",
                message=_("Det er ukendt, hvad der kom ud af at spørge."),
            ),
            known_choice(
                "route",
                AnswerRoute,
                name="survey_invitation_route_known",
                message=_("Vælg, hvordan der blev svaret."),
            ),
            models.CheckConstraint(
                condition=Q(projects__gte=1) & Q(reminders__gte=0),
                name="survey_invitation_of_some_project",
                violation_error_message=_("Den, der bliver spurgt, skal være med i et projekt."),
            ),
        ]


class AnswerDraft(models.Model):
    """Somebody's answers while the round is open, encrypted. `key` is a keyed hash of the secret in the personal link,
    made for this purpose only: with the database alone nobody finds whose it is, nor reads it."""

    key = models.CharField(max_length=64, unique=True)
    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="drafts")
    content = models.BinaryField()

    history = NotTracked(
        "What somebody has answered so far, encrypted; replaced at each page, gone when the round closes."
    )


class AnswerSheet(models.Model):
    """What one person answered. `project` and `invitation` are null in an anonymous round."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="sheets")
    stratum = models.ForeignKey(RoundStratum, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="answer_sheets"
    )
    invitation = models.OneToOneField(
        SurveyInvitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="sheet"
    )
    complete = models.BooleanField()
    values = models.JSONField()
    """By item id: numbers of scales, codes, texts."""

    history = NotTracked(
        "Written once, all of a round at one moment and in random order; a history would be a second copy of answers "
        "that are to lead to nobody."
    )
