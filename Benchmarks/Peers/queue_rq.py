"""RQ: a child process for each job, results in Redis, both its default."""
import os

from redis import Redis
from rq import Queue

import queue_marks

queue = Queue(connection=Redis.from_url(os.environ["QUEUE_BROKER"]))


def empty():
    return {"done": queue_marks.ran()}


def timed(asked):
    queue_marks.began(asked)
