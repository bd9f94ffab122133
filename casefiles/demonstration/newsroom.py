"""The demonstration's people and its case."""

from collections.abc import Callable

from casefiles.accounts.actions import create_user
from casefiles.accounts.models import User
from casefiles.demonstration.people import NORA, PEOPLE, Person
from casefiles.demonstration.scenario.chapters import SLUG, WORKING_TITLE
from casefiles.dossiers.actions import add_member, create_case
from casefiles.dossiers.models import Case
from casefiles.dossiers.vocabularies import Confidentiality

Say = Callable[[str], None]
"""Where lines of progress go."""


def hire(say: Say) -> dict[Person, User]:
    """Everybody's account, made where it is missing."""
    found = {user.username: user for user in User.objects.filter(username__in=[each.username for each in PEOPLE])}
    missing = [person for person in PEOPLE if person.username not in found]
    for person in missing:
        found[person.username] = create_user(
            by=None,
            username=person.username,
            email=person.email,
            password=person.password,
            full_name=person.full_name,
            roles=person.roles,
        )
    say(f"People: {len(missing)} made." if missing else f"People: all {len(PEOPLE)} are there.")
    return {person: found[person.username] for person in PEOPLE}


def open_case(users: dict[Person, User], say: Say) -> Case:
    """The case, for its members alone: one journalist of the newsroom shall see nothing of it."""
    case = Case.objects.filter(slug=SLUG).first()
    say("Case: it is there." if case else "Case: opened.")
    if case is None:
        case = create_case(
            user=users[NORA], slug=SLUG, working_title=WORKING_TITLE, confidentiality=Confidentiality.MEMBERS
        )
    members = set(case.memberships.values_list("user_id", flat=True))
    for person, user in users.items():
        if person.member and user.pk not in members:
            add_member(user=users[NORA], case=case, member=user)
    return case
