"""The mails of sign-up and sign-in go through our outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.doors import see_other
from accounts.models import User
from notifications import actions, letters
from notifications.models import Topic


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """django-allauth's hooks."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "That were too many attempts. Wait five minutes, then try again or reset your password."
        )
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox: the page answers as fast for a stranger's address."""
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        # Without a choice the page's: whoever asks for such a mail is most often who gets it.
        language = user.language if user else ""
        with translation.override(language or translation.get_language()):
            message = self.render_mail(
                template_prefix, email, {"site_name": settings.SITE_NAME, "email": email, **context}
            )
            subject, text = message.subject, str(message.body) + "\n"
            html = letters.html_of(subject, text)
        actions.send_email(
            recipient=user,
            topic=Topic.ACCOUNT,
            to_address=email,
            subject=subject,
            text=text,
            html=html,
            at=timezone.now(),
        )

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Take "Mary", as telephones write it, for "mary"."""
        return str(super().clean_username(username.lower(), shallow))

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        """Save who signs up, with the language of the page that they signed up on.

        Of a form that was sent twice at once, the second goes to sign-in.
        """
        user.language = translation.get_language() or ""
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, user, form, commit)
        except IntegrityError as error:
            raise ImmediateHttpResponse(see_other("account_login")) from error
        return saved

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that our own proxy handling has settled."""
        return str(request.META["REMOTE_ADDR"])
