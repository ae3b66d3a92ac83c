"""Addresses of the holds that schools offer, and of the plans across them."""

from __future__ import annotations

from django.urls import path

from jobveu.web.staff.course_plans import offered_holds, placements, plans

urlpatterns = [
    path("udbudte-hold/", offered_holds.OfferedHoldList.as_view(), name="offered_hold_list"),
    path("udbudte-hold/nyt/", offered_holds.OfferedHoldCreate.as_view(), name="offered_hold_create"),
    path("udbudte-hold/<int:hold_id>/", offered_holds.OfferedHoldShow.as_view(), name="offered_hold"),
    path(
        "udbudte-hold/<int:hold_id>/ret/", offered_holds.OfferedHoldEdit.as_view(), name="offered_hold_edit"
    ),
    path(
        "udbudte-hold/<int:hold_id>/traek-tilbage/",
        offered_holds.OfferedHoldWithdraw.as_view(),
        name="offered_hold_withdraw",
    ),
    path("kursusplaner/", plans.PlanList.as_view(), name="course_plan_list"),
    path("kursusplaner/ny/", plans.PlanOrder.as_view(), name="course_plan_order"),
    path("kursusplaner/vores/", placements.OwnPlacements.as_view(), name="own_placements"),
    path("kursusplaner/<int:plan_id>/", plans.PlanShow.as_view(), name="course_plan"),
    path("kursusplaner/<int:plan_id>/stop/", plans.PlanStop.as_view(), name="course_plan_stop"),
    path("kursusplaner/<int:plan_id>/genspil/", plans.PlanReplay.as_view(), name="course_plan_replay"),
    path(
        "kursusplaner/<int:plan_id>/hold/<int:hold_id>/",
        plans.HoldDecide.as_view(),
        name="course_plan_hold",
    ),
    path(
        "kursusplaner/<int:plan_id>/hold/<int:hold_id>/fortryd/",
        plans.HoldUndo.as_view(),
        name="course_plan_hold_undo",
    ),
]
