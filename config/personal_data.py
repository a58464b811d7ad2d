"""Everything that is kept about one person."""

from datetime import datetime
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import SET_NULL, ForeignKey, ManyToOneRel, Model, Q, QuerySet

from accounts.models import User
from notifications.models import Email, MailEvent, Suppression

#: Keys, and what says the same as another column. All else that belongs to a person is told.
LEFT_OUT = {
    "accounts.accesstoken": {"digest"},
    "accounts.user": {"password"},
    "mfa.authenticator": {"data"},
    "notifications.email": {"html"},
    "usersessions.usersession": {"session_key", "data"},
}
TITLES = {"name", "title"}
HIDDEN = "This mail carries a link that opens your account; it is in your mail box."


def personal_data(person: User, at: datetime) -> dict[str, Any]:
    """Return all rows that belong to the person, by kind, as plain values."""
    parts: dict[str, Any] = {"made_at": at, "accounts.user": plain(person)}
    for model, rows in rows_of(person):
        parts[model._meta.label_lower] = [plain(row) for row in rows]
    return parts


def rows_of(person: User) -> list[tuple[type[Model], QuerySet[Any]]]:
    """Return every kind of row that points at the person, in every app, or has their address."""
    found = [
        (model, with_names(model._base_manager.filter(**{field: person})))
        for model, field in models_of_a_person()
    ]
    kept = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    addresses = {address.lower() for address in [person.email, *kept]}
    is_theirs = Q(address__in=addresses) | Q(email__recipient=person)
    return [
        *found,
        (MailEvent, MailEvent.objects.filter(is_theirs)),
        (Suppression, Suppression.objects.filter(address__in=addresses)),
    ]


@cache
def models_of_a_person() -> list[tuple[type[Model], str]]:
    """Return each model with a foreign key to its owner, and the key's name.

    A key that is emptied when the person goes names somebody in a row of another.
    """
    relations = [
        (relation.related_model, relation.field.name)
        for relation in User._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.on_delete is not SET_NULL
    ]
    return sorted(relations, key=lambda pair: pair[0]._meta.label_lower)


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Fetch with the rows what they are told by."""
    names = named_by(rows.model)
    return rows.select_related(*names) if names else rows


def named_by(model: type[Model]) -> list[str]:
    """Return the foreign keys of the model that are told by name."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [key.name for key in keys if TITLES & {f.name for f in key.related_model._meta.fields}]


def plain(row: Model) -> dict[str, Any]:
    """Return the columns of the row; a lesson or an achievement goes by its name."""
    left_out = LEFT_OUT.get(row._meta.label_lower, set())
    values = {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in left_out and field.related_model is not User
    }
    names = [name for name in named_by(row._meta.model) if values.get(name)]
    values |= {name: str(getattr(row, name)) for name in names}
    if isinstance(row, Email) and not row.is_readable:
        values["text"] = HIDDEN
    return values
