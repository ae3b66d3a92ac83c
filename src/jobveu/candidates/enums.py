from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Situation(TextChoices):
    """The person's place on the labour market when registered."""

    UNEMPLOYED = "unemployed", _("Ledig")
    UNDER_NOTICE = "under_notice", _("Opsagt")
    EMPLOYED = "employed", _("Beskæftiget")


class SkillLevel(TextChoices):
    UNSKILLED = "unskilled", _("Ufaglært")
    SKILLED = "skilled", _("Faglært")
    OTHER = "other", _("Anden uddannelse")


class ScreeningResult(TextChoices):
    PASSED = "passed", _("Egnet til forløbet")
    FAILED = "failed", _("Ikke egnet til forløbet")


class CriterionAnswer(TextChoices):
    """What a screening says of one criterion."""

    MET = "met", _("Opfyldt")
    NOT_MET = "not_met", _("Ikke opfyldt")
    UNKNOWN = "unknown", _("Ved ikke endnu")


class Awaited(TextChoices):
    """What a candidate's job centre may have left to do."""

    OUTCOME_END = "outcome_end", _("Mangler resultat ved afslutning")
    OUTCOME_MONTHS_3 = "outcome_months_3", _("Mangler resultat efter 3 måneder")
    OUTCOME_MONTHS_6 = "outcome_months_6", _("Mangler resultat efter 6 måneder")
    OUTCOME_MONTHS_12 = "outcome_months_12", _("Mangler resultat efter 12 måneder")
    FOLLOW_UP = "follow_up", _("Skal følges op")
    EARLY_SIGN = "early_sign", _("Tidlige tegn på frafald")
    SCREENING = "screening", _("Er ikke screenet")


class EnrolmentStatus(TextChoices):
    ENROLLED = "enrolled", _("Tilmeldt")
    STARTED = "started", _("Begyndt")
    COMPLETED = "completed", _("Gennemført")
    DROPPED_OUT = "dropped_out", _("Faldet fra")


class DropoutReason(TextChoices):
    """The evaluation's reasons (def.phase4.dropout) and the two that good news adds."""

    MOTIVATION = "motivation", _("Mistede motivationen eller troen på at gennemføre")
    FORMER_JOB = "former_job", _("Gik tilbage til tidligere job")
    NEW_JOB = "new_job", _("Fik andet job")
    ILLNESS = "illness", _("Sygdom")
    EDUCATION = "education", _("Begyndte på en uddannelse")
    PRACTICAL = "practical", _("Praktiske forhold, f.eks. transport eller pasning")
    OTHER = "other", _("Anden grund")


class FollowUpChannel(TextChoices):
    MEETING = "meeting", _("Samtale")
    PHONE = "phone", _("Telefon")
    COURSE_VISIT = "course_visit", _("Besøg på kurset")
    WRITTEN = "written", _("Skriftligt")


class ActivityKind(TextChoices):
    """How candidates come to know the project and its companies (def.princ.5.means)."""

    INFORMATION_MEETING = "information_meeting", _("Informationsmøde")
    INTERVIEW = "interview", _("Samtale i jobcentret")
    COMPANY_MEETING = "company_meeting", _("Møde med virksomhed")
    WORK_PLACEMENT = "work_placement", _("Praktik i virksomhed")


WITH_COMPANY = (ActivityKind.COMPANY_MEETING, ActivityKind.WORK_PLACEMENT)


class ActivityTiming(TextChoices):
    BEFORE = "before", _("Før kurset")
    DURING = "during", _("Under kurset")
    AFTER = "after", _("Efter kurset")


class InvitationAnswer(TextChoices):
    AWAITED = "awaited", _("Har ikke svaret")
    ACCEPTED = "accepted", _("Kommer")
    DECLINED = "declined", _("Kommer ikke")


class Attendance(TextChoices):
    CAME = "came", _("Mødte frem")
    EXCUSED = "excused", _("Meldte afbud")
    ABSENT = "absent", _("Udeblev")


class PlaceState(TextChoices):
    """A candidate's place in line for a full course."""

    WAITING = "waiting", _("Venter på en plads")
    OFFERED = "offered", _("Er tilbudt en plads")
    ACCEPTED = "accepted", _("Har sagt ja til pladsen")
    DECLINED = "declined", _("Har sagt nej til pladsen")
    EXPIRED = "expired", _("Svarede ikke inden fristen")
    LEFT = "left", _("Er taget af ventelisten")


class Motivation(TextChoices):
    """What the candidate says of taking part."""

    WANTS = "wants", _("Vil gerne deltage")
    UNSURE = "unsure", _("Er i tvivl")
    DECLINES = "declines", _("Vil ikke deltage")


class Milestone(TextChoices):
    END = "end", _("Ved afslutning")
    MONTHS_3 = "months_3", _("Efter 3 måneder")
    MONTHS_6 = "months_6", _("Efter 6 måneder")
    MONTHS_12 = "months_12", _("Efter 12 måneder")


class OutcomeKind(TextChoices):
    ORDINARY_JOB = "ordinary_job", _("Ordinært job")
    SUBSIDISED_JOB = "subsidised_job", _("Støttet job, f.eks. med løntilskud")
    ORDINARY_EDUCATION = "ordinary_education", _("Ordinær uddannelse")
    ADULT_APPRENTICESHIP = "adult_apprenticeship", _("Voksenlærling")
    RETAINED = "retained", _("Fastholdt i nuværende job")
    UNEMPLOYED = "unemployed", _("Fortsat ledig")
    UNKNOWN = "unknown", _("Ukendt")


WITH_EMPLOYER = (
    OutcomeKind.ORDINARY_JOB,
    OutcomeKind.SUBSIDISED_JOB,
    OutcomeKind.ADULT_APPRENTICESHIP,
    OutcomeKind.RETAINED,
)
INTO_WORK_OR_EDUCATION = (
    OutcomeKind.ORDINARY_JOB,
    OutcomeKind.SUBSIDISED_JOB,
    OutcomeKind.ORDINARY_EDUCATION,
    OutcomeKind.ADULT_APPRENTICESHIP,
)
"""Gone to work or ordinary education (def.phase4.ind2)."""


class CandidacyState(TextChoices):
    """How far a candidate has come; follows from what is recorded (rules.state_of)."""

    ADDED = "added", _("Tilføjet")
    SCREENED_OUT = "screened_out", _("Ikke egnet")
    SCREENED = "screened", _("Screenet som egnet")
    PRESENTED = "presented", _("Præsenteret")
    ENROLLED = "enrolled", _("Tilmeldt")
    STARTED = "started", _("På kursus")
    COMPLETED = "completed", _("Gennemført")
    DROPPED_OUT = "dropped_out", _("Faldet fra")
    OUTCOME = "outcome", _("Resultat registreret")
    WITHDRAWN = "withdrawn", _("Udgået")


class WishLevel(TextChoices):
    """What a candidate says of a company or a course. POINTS_OF_WISH says what it is worth in the matching."""

    MOST = "most", _("Vil helst")
    GLADLY = "gladly", _("Vil gerne")
    FINE = "fine", _("Kan gå an")
    NO = "no", _("Nej tak")


POINTS_OF_WISH = {WishLevel.MOST: 100, WishLevel.GLADLY: 60, WishLevel.FINE: 0}


class CompanyInterest(TextChoices):
    """What a company says of a candidate it has met."""

    MOST = "most", _("Vil meget gerne ansætte")
    GLADLY = "gladly", _("Vil gerne ansætte")
    PERHAPS = "perhaps", _("Kan overveje det")
    NO = "no", _("Vil ikke ansætte")


POINTS_OF_INTEREST = {CompanyInterest.MOST: 100, CompanyInterest.GLADLY: 60, CompanyInterest.PERHAPS: 20}


class MatchingMode(TextChoices):
    BEST = "best", _("Flest point i alt")
    STABLE = "stable", _("Stabilt: ingen person og virksomhed vil begge hellere have hinanden")


class PlacementDecision(TextChoices):
    ACCEPTED = "accepted", _("Godkendt")
    CHANGED = "changed", _("Ændret")
    REJECTED = "rejected", _("Afvist")


class IdentityPart(TextChoices):
    """Which part of an identity was shown."""

    NAME = "name", _("Navn")
    CONTACT = "contact", _("Navn og kontaktoplysninger")
    FULL = "full", _("Navn, CPR-nummer og kontaktoplysninger")


class Purpose(TextChoices):
    """Why an identity was shown: the page it was shown on, or what the caseworker chose."""

    PERSON_LIST = "person_list", _("Listen over personer")
    PERSON_LIST_FILE = "person_list_file", _("Listen over personer hentet som fil")
    PERSON_SEARCH = "person_search", _("Søgning efter en person")
    PERSON_PAGE = "person_page", _("Personens side")
    PERSON_EDIT = "person_edit", _("Rettelse af personens oplysninger")
    CANDIDATE_CHOICE = "candidate_choice", _("Valg af kandidater til et projekt")
    CRITERIA_SEARCH = "criteria_search", _("Søgning efter personer, der opfylder et projekts krav")
    SEVERAL_CANDIDATES = "several_candidates", _("Registrering for flere kandidater på én gang")
    MEETING_INVITED = "meeting_invited", _("Kandidater inviteret til et informationsmøde")
    CANDIDATE_LIST = "candidate_list", _("Listen over et projekts kandidater")
    CANDIDATE_LIST_FILE = "candidate_list_file", _("Listen over et projekts kandidater hentet som fil")
    CANDIDACY_PAGE = "candidacy_page", _("Kandidatens forløb i et projekt")
    CANDIDACY_STEP = "candidacy_step", _("Registrering i kandidatens forløb")
    COURSE_PARTICIPANTS = "course_participants", _("Deltagerne på et kursus")
    CERTIFICATE_LIST = "certificate_list", _("Kursusbevisliste hentet som fil")
    MATCHING = "matching", _("Et forslag til match")
    INSIGHT = "insight", _("Indsigt i alt, hvad der er registreret om personen")
    INSIGHT_FILE = "insight_file", _("Indsigt hentet som fil til personen")
    ERASURE = "erasure", _("Sletning af personen")
    CONTACT = "contact", _("Jeg skal kontakte personen")
    CASEWORK = "casework", _("Jeg skal bruge CPR-nummeret i sagsbehandlingen")
    ENROLMENT = "enrolment", _("Jeg skal tilmelde personen hos uddannelsesinstitutionen")
    CHECK = "check", _("Jeg skal kontrollere, at oplysningerne er rigtige")


CHOSEN_PURPOSES = (Purpose.CONTACT, Purpose.CASEWORK, Purpose.ENROLMENT, Purpose.CHECK)
"""What a caseworker can give as the reason to see a CPR number and contact details."""
