"""Files that the people of the demonstration attach. Invented, as everything here."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.operations import attach, check_file
from jobveu.attachments.queries import Owner
from jobveu.documents import word
from jobveu.documents.value import Document, Paragraph, Section
from jobveu.education.models import Course
from jobveu.journeys.demo.steps import COORDINATOR, Story
from jobveu.projects.models import Commitment, Meeting, Offer, Procurement


def offer_files(story: Story) -> None:
    """To the two offers of the story's tender, before one of them is chosen."""
    offers = Offer.objects.filter(invitation__procurement__project=story.project_id).order_by("pk")
    for by, offer, pages in (("skole", offers[0], "fire"), ("amu", offers[1], "to")):
        _attach(
            story,
            OwnerKind.OFFER,
            offer.pk,
            "Kursusplan.docx",
            f"Planen for ugerne er på {pages} sider.",
            by=by,
            days_ago=187,
        )


def fibre_files(story: Story) -> None:
    """One file at each kind of record of the fullest project."""
    of = {"project": story.project_id}
    tender = Procurement.objects.get(**of)
    newest = Meeting.objects.filter(**of, minutes__isnull=False).order_by("-starts_at")[0]
    course = Course.objects.filter(**of).order_by("pk")[0]
    guarantee = Commitment.objects.filter(**of).order_by("pk")[0]
    _attach(
        story,
        OwnerKind.PROJECT,
        story.project_id,
        "Fiberteknikere på fem minutter.docx",
        "Østjylland mangler folk, der kan lægge og svejse fiber.\nProjektet uddanner ledige fra tre kommuner.",
        note="Folder til møder med virksomheder og ledige",
        days_ago=200,
    )
    _attach(
        story,
        OwnerKind.COMMITMENT,
        guarantee.pk,
        "Ansættelsesgaranti, underskrevet.docx",
        "Vi garanterer ti ansættelser til dem, der gennemfører kurset og har kørekort B.",
        by="firma",
        days_ago=199,
    )
    _attach(
        story,
        OwnerKind.PROCUREMENT,
        tender.pk,
        "Tidsplan for de to hold.csv",
        "Hold;Begynder;Slutter\n1;uge 25;uge 30\n2;uge 44;uge 49\n",
        days_ago=198,
    )
    _attach(
        story,
        OwnerKind.MEETING,
        newest.pk,
        "Oplæg fra skolen.docx",
        "Hvad gik godt på første hold?\nHvad gør vi anderledes på andet hold?",
        days_ago=103,
    )
    _attach(
        story,
        OwnerKind.COURSE,
        course.pk,
        "Program for grundkurset.docx",
        "Uge 1: sikkerhed og værktøj.\nUge 2 og 3: blæsning.\nUge 4 og 5: svejsning.\nUge 6: måling og prøve.",
        by="skole",
        days_ago=170,
    )


def _attach(
    story: Story,
    kind: OwnerKind,
    record_id: int,
    name: str,
    text: str,
    *,
    note: str = "",
    by: str = COORDINATOR,
    days_ago: int,
) -> None:
    """Attaches a Word document (`name` ends with .docx) or a plain file of the text."""
    actor, at = story.world.actor(by), story.world.when(days_ago)
    data = _letter(name.removesuffix(".docx"), text, at) if name.endswith(".docx") else text.encode()
    owner = Owner(kind, record_id, story.project_id)
    file = check_file(content=BytesIO(data), name=name, size=len(data), owner=owner, by=actor, at=at)
    attach(owner=owner, files=[file], note=note, by=actor, at=at)


def _letter(title: str, text: str, at: datetime) -> bytes:
    return word.to_docx(
        Document(
            kind="Bilag",
            title=title,
            language="da",
            mark="Opdigtet",
            notice="Opdigtet til demonstrationen.",
            details=(),
            sections=(Section(title, tuple(Paragraph(part) for part in text.split("\n"))),),
            footer=title,
            page_of=("Side", "af"),
            dated=at,
        )
    )
