"""Gunicorn's settings for the page workers: `gunicorn -c deploy/pages.py config.wsgi:application`.

Under systemd the listening socket comes from laurel-web.socket instead of `bind`.
"""

import os

bind = "127.0.0.1:8001"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# A thread waits while a learner fetches a video, so there are more of them than processors.
worker_class = "gthread"
threads = 16
# What is more waits in the listening socket, where another worker takes it, after a restart too.
worker_connections = 2 * threads
# Less than what laurel-web.service and compose.yaml wait before they kill.
graceful_timeout = 30
# Laurel itself decides whom to believe (TRUSTED_PROXIES).
forwarded_allow_ips = ""
control_socket_disable = True
