from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "jobveu.candidates"
    label = "candidates"
    default_auto_field = "django.db.models.BigAutoField"
    walled = (
        "candidates_activity",
        "candidates_candidacy",
        "candidates_courseday",
        "candidates_companyscore",
        "candidates_enrolment",
        "candidates_followup",
        "candidates_identityview",
        "candidates_outcome",
        "candidates_person",
        "candidates_presentation",
        "candidates_proposalperson",
        "candidates_screening",
        "candidates_screeninganswer",
        "candidates_statement",
        "candidates_waitingplace",
        "candidates_wish",
        "common_change",
    )
    """The tables that tell of persons (jobveu.wall.state)."""
