"""Addresses of imports of an older register."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.legacy import imports, mapping

urlpatterns: list[URLPattern] = [
    path("", imports.ImportList.as_view(), name="import_list"),
    path("ny/", imports.ImportUpload.as_view(), name="import_upload"),
    path("koblinger/", mapping.MappingList.as_view(), name="mapping_list"),
    path("koblinger/<int:mapping_id>/fjern/", mapping.MappingRemove.as_view(), name="mapping_remove"),
    path("<int:import_id>/", imports.ImportShow.as_view(), name="import"),
    path("<int:import_id>/kolonner/", mapping.ImportMap.as_view(), name="import_map"),
    path("<int:import_id>/problemer/", imports.ImportProblems.as_view(), name="import_problems"),
    path("<int:import_id>/importer/", imports.ImportRun.as_view(), name="import_run"),
    path("<int:import_id>/kasser/", imports.ImportDiscard.as_view(), name="import_discard"),
]
