"""The settings with a broken queue: LAUREL_TEST_QUEUE holds, as JSON, what is to be different."""

import json
import os

from config import settings
from config.settings import *  # noqa: F403

Q_CLUSTER = settings.Q_CLUSTER | json.loads(os.environ["LAUREL_TEST_QUEUE"])
