"""The world of the walk, made once for a module."""

from cms.actions.set_up_site import set_up_site
from tests.bureau.conftest import make_office
from tests.search.walk.cases import add_cases
from tests.search.walk.content import add_content
from tests.search.walk.people import role_holders, special_people
from tests.search.walk.records import add_projects, add_records
from tests.search.walk.rules import BOTH, HERE, OPENED
from tests.search.walk.world import World


def make_world() -> World:
    """The site is that of the office ``here``."""
    offices = {place: make_office(place, name=f"{place}样例局", short_name=place) for place in BOTH}
    world = World(offices, role_holders(offices))
    set_up_site(offices[HERE], actor=world.user("administrator here"))
    projects = add_projects(world)
    world.people |= special_people(offices, projects[OPENED], world.user("case_officer here"))
    add_records(world, projects)
    add_content(world)
    for place in BOTH:
        add_cases(world, projects[place], place)
    return world
