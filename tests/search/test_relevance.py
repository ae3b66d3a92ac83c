"""How good the search is: Danish queries as people type them, in the demonstration, the evaluation's cases and
the reference tables, with what should come first. The figures are printed (pytest -s) and held above a floor."""

from __future__ import annotations

import pytest

from jobveu.accounts.models import User
from jobveu.actors.queries import actor_for_user
from jobveu.journeys.cases.loader import load_cases
from jobveu.journeys.demo.loader import load_demo
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.reference.shipped import load_shipped
from jobveu.search.enums import Kind
from jobveu.search.queries import search
from tests.factories import NOW, TODAY

FLOOR_MRR, FLOOR_RECALL_AT_5 = 0.9, 0.95
PR, OR, CO, KU, ER = Kind.PROJECT, Kind.ORGANISATION, Kind.CONTACT, Kind.COURSE, Kind.LESSON

LABELLED: tuple[tuple[str, Kind, str], ...] = (
    ("fiberteknikere til østjylland", PR, "Fiberteknikere til Østjylland"),
    ("fiberteknikker østjylland", PR, "Fiberteknikere til Østjylland"),
    ("fibertekniker randers", PR, "Fiberteknikerprojektet i Randers"),
    ("fiber", PR, "Fiberteknikere til Østjylland"),
    ("oestjylland lager", PR, "Lager og logistik i Østjylland"),
    ("svejser", PR, "Svejsere til metalindustrien i Randers"),
    ("svejsning", PR, "Svejsere til metalindustrien i Randers"),
    ("metalindustri", PR, "Svejsere til metalindustrien i Randers"),
    ("tagdækker", PR, "Tagdækkere: fra ufaglært til faglært"),
    ("tagdaekkerprojekt", PR, "Tagdækkerprojektet"),
    ("chauffør", PR, "Lastbilchauffører i Randers, tredje hold"),
    ("lastbilchaufførere", PR, "Lastbilchauffører i Randers, tredje hold"),
    ("lastbil chauffør", PR, "Lastbilchauffører i Randers, tredje hold"),
    ("varmepumpe", PR, "Chauffører med kran til udbringning af varmepumper"),
    ("rengøring", PR, "Fra rengøring til serviceassistent"),
    ("rengoering", PR, "Fra rengøring til serviceassistent"),
    ("serviceassistenter", PR, "Fra rengøring til serviceassistent"),
    ("sosu esbjerg", PR, "SOSU-samarbejdet omkring Esbjerg"),
    ("sundhedshjælper", PR, "Social- og sundhedshjælpere til Plejecenter Eksempelhøj"),
    ("københavns lufthavn", PR, "Københavns Lufthavn: opkvalificering under COVID-19"),
    ("kobenhavns lufthavn", PR, "Københavns Lufthavn: opkvalificering under COVID-19"),
    ("tjenere esbjerg", PR, "Tjenere og serveringspersonale i Esbjerg"),
    ("tjener hotel aarhus", PR, "Tjenere til hotellerne i Aarhus, hold 2"),
    ("sushi", PR, "Letz Sushi: grundkursus i sushi"),
    ("vvs", PR, "VVS-projektet"),
    ("kabeltrækker", PR, "Kabeltrækkerprojektet"),
    ("ordrenedgang", PR, "Opkvalificering under ordrenedgang hos Eksempel Metalvarefabrik"),
    ("jobcenter åbenrå", OR, "Jobcenter Aabenraa"),
    ("jobcenter aabenraa", OR, "Jobcenter Aabenraa"),
    ("abenra", OR, "Jobcenter Aabenraa"),
    ("århus jobcenter", OR, "Jobcenter Aarhus"),
    ("jobcenter koege", OR, "Jobcenter Køge"),
    ("ærø", OR, "Jobcenter Ærø"),
    ("lyngby taarbæk", OR, "Jobcenter Lyngby-Taarbæk"),
    ("faaborg", OR, "Jobcenter Faaborg-Midtfyn"),
    ("fåborg midtfyn", OR, "Jobcenter Faaborg-Midtfyn"),
    ("ringkobing", OR, "Jobcenter Ringkøbing-Skjern"),
    ("jobcenter bornhlom", OR, "Jobcenter Bornholm"),
    ("eksempel fiberteknik", OR, "Eksempel Fiberteknik A/S"),
    ("plejecenter eksempelhøj", OR, "Plejecenter Eksempelhøj"),
    ("hotel prøvesand", OR, "Hotel Prøvesand"),
    ("amu prøven", OR, "AMU-centret Prøven"),
    ("erhvervsskole", OR, "Erhvervsskolen Eksempel"),
    ("a-kassen", OR, "A-kassen Eksempel"),
    ("metalvarefabrik", OR, "Eksempel Metalvarefabrik A/S"),
    ("kim kabelsen", CO, "Kim Kabelsen"),
    ("kabelsen", CO, "Kim Kabelsen"),
    ("hr-chef", CO, "Mette Metalsen"),
    ("lone@demo.example", CO, "Lone Lagersen"),
    ("hotelldirektør", CO, "Hanne Hotelsen"),
    ("gaffeltruck", KU, "Gaffeltruck, certifikat B"),
    ("truckcertifikat", KU, "Gaffeltruck, certifikat B"),
    ("cnc", KU, "CNC-betjening"),
    ("fiberteknik hold 2", KU, "Fiberteknik, grundkursus, hold 2"),
    ("farligt gods", KU, "Lagerstyring med it og farligt gods"),
    ("prøvevagt", ER, "Prøvevagten er den bedste screening"),
    ("partsaftale styregruppe", ER, "En styregruppe kan fastlægge indholdet uden en skriftlig partsaftale"),
    ("ordrebog", ER, "Spørg til ordrebogen, før I går i gang"),
    ("engelsk", ER, "Begynd med engelsk fra første uge"),
    ("ansættelsesgaranti", ER, "Tilsagn på forhånd gør alle mere motiverede"),
    ("kursuskatalog", ER, "Ét kort katalog gør det lettere at finde et kursus"),
)


@pytest.mark.django_db
def test_what_people_look_for_comes_first() -> None:
    load_shipped(by=COMMAND_LINE, at=NOW)
    load_cases(by=COMMAND_LINE, at=NOW)
    load_demo(by=COMMAND_LINE, at=NOW)
    user = User.objects.get(email="koordinator@demo.example")
    by = actor_for_user(user_id=user.pk, name=user.name, on=TODAY)
    ranks: list[float] = []
    missed = []
    for text, kind, title in LABELLED:
        answer = search(by=by, text=text, limit=10)
        titles = [hit.title for group in answer.groups if group.kind is kind for hit in group.rows]
        place = titles.index(title) + 1 if title in titles else 0
        ranks.append(1 / place if place else 0.0)
        if place != 1:
            missed.append((text, title, place, titles[:3]))
    mrr = sum(ranks) / len(ranks)
    recall = sum(rank >= 1 / 5 for rank in ranks) / len(ranks)
    print(f"\n{len(LABELLED)} queries: MRR {mrr:.3f}, recall@5 {recall:.3f}")
    for line in missed:
        print("not first:", *line)
    assert (mrr >= FLOOR_MRR, recall >= FLOOR_RECALL_AT_5) == (True, True), missed
