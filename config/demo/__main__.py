"""``python -m config.demo``: start the demonstration and say where it is."""

import os
import sys

from casefiles.demonstration.people import PEOPLE
from config import embedded
from config.demo import plan as plans
from config.demo.errors import DemoError, Stopped
from config.demo.supervisor import Supervisor, say

_FIRST_PORT = 8000
_LAST_PORT = 65_532  # three more follow


def main() -> int:
    """Run until told to end. 0: ended when asked to; 1: something did not work, and it has been said."""
    try:
        plan = plans.make(embedded.home(), _first_port())
        say(f"Casefiles demonstration in {plan.home}")
        Supervisor(plan).run(ready=lambda: _tell(plan))
    except Stopped:
        say("\nEverything has ended. Start it again with: make demo")
    except (DemoError, embedded.EmbeddedServiceError) as error:
        say("")
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _first_port() -> int:
    text = os.environ.get("CASEFILES_PORT", str(_FIRST_PORT))
    if not text.isdecimal() or not 0 < int(text) <= _LAST_PORT:
        raise DemoError(f"CASEFILES_PORT is {text!r}; it must be a number from 1 to {_LAST_PORT}.")
    return int(text)


def _tell(plan: plans.Plan) -> None:
    say("")
    say("Ready")
    say("")
    say(f"  Readers         {plan.public_url}/")
    say(f"  Desk            {plan.desk_url}/")
    say(f"  Archived pages  {plan.replay_url}/  (opened from the pages of the case)")
    say(f"  Press desk      {plan.press_desk_url}/  (the sources, as their sites would show them)")
    say("")
    say("  Log in at the desk as")
    for person in PEOPLE:
        say(f"    {person.username:<8} {person.password:<18} {person.full_name}: {person.task}")
    say("")
    say(f"  Logs are in {plan.logs}. End with Ctrl-C.")


if __name__ == "__main__":
    sys.exit(main())
