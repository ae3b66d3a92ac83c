from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.history.page import PAGE_SUFFIX, history_page
from jobveu.web.staff.history.records import RECORDS

urlpatterns: list[URLPattern] = [
    path(
        f"{record.route}historik/",
        history_page(record).as_view(),
        name=f"{record.url_name}{PAGE_SUFFIX}",
    )
    for record in RECORDS
]
