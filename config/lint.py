"""What ``make lint`` looks at beside the style: migrations, each surface as it is deployed, the API's description.

Needs no database: what is checked here lies in the code and in the environment.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from tests.config import production

Checked = tuple[bool, str]
"""Whether all is well, and the line that says so or what to do."""
_NO_SERVER = dict.fromkeys(("owner", *production.SURFACES), "postgresql://nobody@/casefiles?host=/nowhere")


def main() -> int:
    """Run every step, print a line for each, and return the exit code: 1 if one found something."""
    with tempfile.TemporaryDirectory() as folder:
        results = [_told(*step(Path(folder))) for step in _steps()]
    return 0 if all(results) else 1


def _steps() -> list[Callable[[Path], Checked]]:
    deployed = [lambda home, surface=surface: deployment(surface, home) for surface in production.SURFACES]
    return [migrations, *deployed, description]


def migrations(home: Path) -> Checked:
    """Is there a migration for every change of a model?"""
    # Django would compare the database's history too, and warns that there is none to be reached.
    said = _manage("owner", home, "makemigrations", "--check", "--dry-run", warnings="ignore::RuntimeWarning")
    if said.returncode == 0:
        return True, "Migrations: none is missing."
    return False, f"Migrations: models have changed. Run “manage.py makemigrations” and commit it.\n{_output(said)}"


def deployment(surface: str, home: Path) -> Checked:
    """Does the surface start without a warning in the environment of a newsroom?"""
    said = _manage(surface, home, "check", "--deploy", "--fail-level", "WARNING")
    if said.returncode == 0:
        return True, f"Deployment of {surface}: nothing to warn of."
    return False, (
        f"Deployment of {surface}: warned. Mend the setting that is named, in config/settings.py or, where a newsroom "
        f"has to choose, in tests/config/production.py, README and .env.example.\n{_output(said)}"
    )


def description(home: Path) -> Checked:
    """Is the API described without a warning, in OpenAPI that holds, and is it there at all?"""
    asked = ("--api-version", "v1", "--format", "openapi-json", "--validate", "--fail-on-warn")
    said = _manage("public", home, "spectacular", *asked)
    if said.returncode:
        return False, f"API description: describe what is named with extend_schema.\n{_output(said)}"
    paths = json.loads(said.stdout)["paths"]
    if not paths:
        return False, "API description: it is empty. Look at config/urls_public.py and REST_FRAMEWORK’s versions."
    return True, f"API description: {len(paths)} addresses, valid."


def _manage(surface: str, home: Path, *arguments: str, warnings: str = "") -> CompletedProcess[str]:
    environment = production.environment(surface, _NO_SERVER, home)
    return production.manage(environment | ({"PYTHONWARNINGS": warnings} if warnings else {}), *arguments)


def _output(said: CompletedProcess[str]) -> str:
    return (said.stdout + said.stderr).strip()


def _told(well: bool, line: str) -> bool:
    print(line, file=sys.stdout if well else sys.stderr, flush=True)
    return well


if __name__ == "__main__":
    sys.exit(main())
