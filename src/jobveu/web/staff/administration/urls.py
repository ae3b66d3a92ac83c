"""Users, what they may do, and what has been done (under /administration/)."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.administration import access, events, mails, memberships, users

ONE = "brugere/<int:user_id>/"

urlpatterns: list[URLPattern] = [
    path("brugere/", users.UserList.as_view(), name="user_list"),
    path("brugere/ny/", users.UserCreate.as_view(), name="user_create"),
    path(ONE, users.UserShow.as_view(), name="user"),
    path(f"{ONE}ret/", users.UserEdit.as_view(), name="user_edit"),
    path(f"{ONE}link/", access.UserSendLink.as_view(), name="user_send_link"),
    path(f"{ONE}medlemskaber/nyt/", memberships.MembershipAdd.as_view(), name="membership_add"),
    path(f"{ONE}totrin/nulstil/", access.UserFactorsReset.as_view(), name="user_factors_reset"),
    path(f"{ONE}luk/", access.UserDeactivate.as_view(), name="user_deactivate"),
    path(f"{ONE}aabn/", access.UserReactivate.as_view(), name="user_reactivate"),
    path("mails/", mails.MailList.as_view(), name="mail_list"),
    path("mails/<int:mail_id>/", mails.MailShow.as_view(), name="mail"),
    path("mails/<int:mail_id>/send-igen/", mails.MailSendAgain.as_view(), name="mail_send_again"),
    path("mails/<int:mail_id>/opgiv/", mails.MailGiveUp.as_view(), name="mail_give_up"),
    path("haendelseslog/", events.AuditList.as_view(), name="audit_list"),
]
