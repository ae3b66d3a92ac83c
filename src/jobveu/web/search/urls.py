from __future__ import annotations

from django.urls import path

from jobveu.web.search.views import Search

urlpatterns = [path("", Search.as_view(), name="search")]
