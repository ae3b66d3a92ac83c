"""The frame around every page: drawn in Python, and what is the same on all pages only once for each language."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jobveu.web.context import Shell
from jobveu.web.markup import html, html_if, html_join
from jobveu.web.templatetags.components import icon, post_button

register = template.Library()

LANGUAGE_NAMES = {"da": "Dansk", "en": "English"}
"""Each in its own words: whoever looks for it reads no other."""
_CURRENT = SafeString(' aria-current="true"')


@register.tag
def constant(parser: Parser, _token: Token) -> ConstantNode:
    """{% constant %}…{% endconstant %}: what depends on nothing but the language. No variable is seen inside."""
    nodes = parser.parse(("endconstant",))
    parser.delete_first_token()
    return ConstantNode(nodes)


class ConstantNode(Node):
    """Renders its content once for each language, and for each place that the site has on its server."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._rendered: dict[tuple[str | None, str], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), get_script_prefix())
        rendered = self._rendered.get(key)
        if rendered is None:
            alone = Context()
            alone.template = context.template
            rendered = self._rendered[key] = self.nodelist.render(alone)
        return rendered


@register.simple_tag
def main_menu(shell: Shell) -> SafeString:
    """The sections of the site, the one that the page lies in marked."""
    return html(
        '<ul class="mainmenu">{}</ul>',
        html_join(
            '<li{}><a href="{}" class="nav-link"{}><span>{}</span></a></li>',
            [
                (
                    SafeString(' class="active current"' if item.current else ' class="active"')
                    if item.active
                    else "",
                    item.href,
                    SafeString(' aria-current="page"') if item.current else _CURRENT if item.active else "",
                    item.text,
                )
                for item in shell.navigation
            ],
        ),
    )


@register.simple_tag(takes_context=True)
def user_menu(context: Context, place: str) -> SafeString:
    """Who is logged in and as what, log in or out, and the language. `place`: header, or drawer (the mobile menu)."""
    shell: Shell = context["shell"]
    return html(
        '<div class="jv-user jv-user--{}">{}{}</div>',
        place,
        _who(context, shell)
        if shell.actor.is_authenticated
        else html(
            '<a href="{}" class="function-link d-print-none">{}{}</a>',
            reverse("account_login"),
            icon("lock"),
            _("Log ind"),
        ),
        _languages(context),
    )


def _who(context: Context, shell: Shell) -> SafeString:
    return html(
        '<p class="user"><span class="jv-user__name">{}</span> <span class="jv-user__role">{}{}</span></p>'
        '<p class="jv-user__links d-print-none"><a href="{}" class="function-link">{}</a></p>{}',
        shell.actor.name,
        shell.membership.role.label,
        html_if(shell.membership.organisation_name, ", {}"),
        reverse("mfa_index"),
        _("Login og sikkerhed"),
        post_button(
            context, _("Log ud"), reverse("account_logout"), variant="link", icon="lock", css="d-print-none"
        ),
    )


def _languages(context: Context) -> SafeString:
    return html(
        '<form method="post" action="{}" class="jv-language d-print-none" aria-label="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}">{}</form>',
        reverse("set_language"),
        _("Sprog"),
        context.get("csrf_token", ""),
        context["request"].get_full_path() if "request" in context else "",
        html_join(
            '<button type="submit" name="language" value="{0}" lang="{0}" class="function-link"{1}>{2}</button>',
            [
                (code, _CURRENT if code == get_language() else "", LANGUAGE_NAMES[code])
                for code, _name in settings.LANGUAGES
            ],
        ),
    )
