"""What the certificates of a sample project state, as an officer types it into the table; the site itself says it."""

import json

from bureau import calendar
from certificates.admin.cells import typed
from certificates.admin.matrix import row_key
from certificates.models import Project
from certificates.sample.load import facts_of_seven, version_of


def say_facts(project_name: str) -> None:
    """A list with one document a certificate, in the order of the bundle: row of the table and text."""
    project = Project.objects.get(name=project_name)
    said = []
    for code, _part, values in facts_of_seven(project, calendar.today().isoformat()):
        definition = version_of(code).definition
        said.append(
            {
                row_key(definition, definition.by_key[key]): typed(definition.by_key[key], value)
                for key, value in values.items()
            }
        )
    print(json.dumps(said))  # noqa: T201  the caller reads it
