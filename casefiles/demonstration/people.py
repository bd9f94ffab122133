"""Who works in the demonstration's newsroom. All are invented; none may exist outside the demonstration."""

from dataclasses import dataclass, field

from casefiles.accounts.roles import Role

EMAIL_DOMAIN = "demonstration.invalid"
"""Where every one of them has an address; the system check knows them by it."""


@dataclass(frozen=True)
class Person:
    """Somebody of the newsroom, with a password that everybody may know."""

    username: str
    full_name: str
    roles: tuple[Role, ...]
    task: str
    member: bool = True
    password: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "password", f"press-desk-{self.username}")

    @property
    def email(self) -> str:
        return f"{self.username}@{EMAIL_DOMAIN}"


NORA = Person("nora", "Nora Whitfield", (Role.JOURNALIST,), "compiles the case and leads it")
IDRIS = Person("idris", "Idris Bello", (Role.JOURNALIST,), "compiles the case with her")
GRETA = Person("greta", "Greta Holm", (Role.REVIEWER,), "approves what others wrote")
SAMUEL = Person("samuel", "Samuel Okafor", (Role.PUBLISHING_EDITOR,), "publishes and corrects")
HELEN = Person("helen", "Helen Marsh", (Role.COUNSEL,), "reads as the newsroom’s lawyer")
VICTOR = Person(
    "victor", "Victor Lang", (Role.JOURNALIST,), "is no member of the case: he sees none of it", member=False
)
ADA = Person("ada", "Ada Moreno", (Role.ADMINISTRATOR,), "manages people, and sees no dossier", member=False)

PEOPLE = (NORA, IDRIS, GRETA, SAMUEL, HELEN, VICTOR, ADA)
