"""Addresses whose views forget to ask who may see what: what then comes out is what the database lets through."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import include, path

from jobveu.candidates.models import Candidacy, Enrolment, IdentityView, Person


def ids_at(client: Client, address: str) -> list[int]:
    """What one of these addresses tells whoever asks."""
    return client.get(f"/glemt/{address}/").json()["ids"]


def persons(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ids": sorted(person.pk for person in Person.objects.all())})


def enrolments(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ids": sorted(row.pk for row in Enrolment.objects.select_related("candidacy"))})


def written_out(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM candidates_person")
        return JsonResponse({"ids": sorted(row[0] for row in cursor.fetchall())})


def joined(request: HttpRequest) -> JsonResponse:
    """By way of tables that are not walled."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT candidacy.person_id FROM projects_project project"
            " JOIN candidates_candidacy candidacy ON candidacy.project_id = project.id"
            " JOIN candidates_person person ON person.id = candidacy.person_id"
        )
        return JsonResponse({"ids": sorted(row[0] for row in cursor.fetchall())})


def by_id(request: HttpRequest, person_id: int) -> JsonResponse:
    return JsonResponse({"found": Person.objects.filter(pk=person_id).exists()})


def looks(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ids": sorted(IdentityView.objects.values_list("pk", flat=True))})


def candidacies(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ids": sorted(Candidacy.objects.values_list("pk", flat=True))})


def change_all(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"changed": Person.objects.update(skill_level="skilled")})


def breaks(request: HttpRequest) -> HttpResponse:
    """Fails in the middle of a transaction, after having read."""
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        list(Person.objects.all())
        cursor.execute("SELECT 1/0")
    return HttpResponse()


urlpatterns = [
    path("glemt/personer/", persons),
    path("glemt/tilmeldinger/", enrolments),
    path("glemt/sql/", written_out),
    path("glemt/join/", joined),
    path("glemt/person/<int:person_id>/", by_id),
    path("glemt/opslag/", looks),
    path("glemt/kandidater/", candidacies),
    path("glemt/ret/", change_all),
    path("glemt/fejl/", breaks),
    path("", include("jobveu.config.urls")),
]
handler500 = "jobveu.web.errors.server_error"
