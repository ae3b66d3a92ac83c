from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CourseStatus(TextChoices):
    PLANNED = "planned", _("Planlagt")
    CANCELLED = "cancelled", _("Aflyst")
    HELD = "held", _("Afholdt")
