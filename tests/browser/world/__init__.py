"""The demonstration with names as long as they get, and which address shows what to whom in it."""

# One name for all of them: a page's entry says `w.task` and leaves it to the reader to know what a task belongs to.
from tests.browser.world.courses import *  # noqa: F403
from tests.browser.world.finding import *  # noqa: F403
from tests.browser.world.loading import *  # noqa: F403
from tests.browser.world.office import *  # noqa: F403
from tests.browser.world.organisations import *  # noqa: F403
from tests.browser.world.people import *  # noqa: F403
from tests.browser.world.projects import *  # noqa: F403
from tests.browser.world.surveys import *  # noqa: F403
