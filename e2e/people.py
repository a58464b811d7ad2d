"""Make new learners, already signed in, and print them as JSON: `python -m e2e.people 30`.

They sign in here and not through the form, which takes only so many of them in a minute.
"""

import json
import sys
from dataclasses import asdict, dataclass

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Person:
    """Somebody at a browser; `session` is the value of their cookie."""

    username: str
    name: str
    session: str


def make_people(count: int) -> list[Person]:
    """Make so many learners who have done nothing yet: Marys, and every tenth an Emmy."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password
    from django.test import Client

    from accounts.models import User

    password = make_password(PASSWORD)
    people = []
    for number in range(count):
        name = "Mary" if number % 10 else "Emmy"
        username = f"{name.lower()}{number}"
        user = User.objects.create(
            username=username,
            display_name=name,
            email=f"{username}@example.org",
            password=password,
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        client = Client()
        client.force_login(user)
        people.append(Person(username, name, client.cookies["sessionid"].value))
    return people


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps([asdict(person) for person in make_people(int(sys.argv[1]))]))
