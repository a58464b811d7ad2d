"""The portal's own settings, with one empty page more to measure against."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
