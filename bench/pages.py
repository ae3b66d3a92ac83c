"""The thirteen main pages, and who looks at them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MainPage:
    """`path` may hold `{id}`: then each request asks for another of the visitor's `ids`."""

    name: str
    visitor: str
    path: str
    ids: str = ""
    goal: int = 200
    """The p95 in milliseconds that the page must stay under at ×100."""


MAIN_PAGES: tuple[MainPage, ...] = (
    MainPage("public overview", "public", "/vist-frem/?side={id}", "page"),
    MainPage("public project", "public", "/vist-frem/{id}/", "published"),
    MainPage("start page", "coordinator", "/"),
    MainPage("projects", "coordinator", "/projekter/?side={id}", "page"),
    MainPage("projects, filtered and sorted", "coordinator", "/projekter/?type=unemployed&sorter=title"),
    MainPage("project page", "coordinator", "/projekter/{id}/", "project"),
    MainPage("project's tasks", "coordinator", "/projekter/{id}/opgaver/", "project"),
    MainPage(
        "project's candidates, names", "caseworker", "/projekter/{id}/kandidater/", "caseworker_project"
    ),
    MainPage("persons, names", "caseworker", "/personer/?side={id}", "page"),
    MainPage("organisations, searched", "coordinator", "/organisationer/?text=modelsen"),
    MainPage("search", "coordinator", "/soeg/?q={id}", "query", goal=100),
    MainPage("needs", "coordinator", "/behov/?side={id}", "page"),
    MainPage("lessons", "coordinator", "/erfaringer/?side={id}", "page"),
)
