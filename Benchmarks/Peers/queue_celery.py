"""Celery as the reference deploys it, made safe: acknowledged late, one job reserved at a time, results in Redis."""
import os

from celery import Celery

import queue_marks

app = Celery("queue_celery", broker=os.environ["QUEUE_BROKER"], backend=os.environ["QUEUE_BROKER"])
app.conf.update(task_acks_late=True, task_reject_on_worker_lost=True, worker_prefetch_multiplier=1)


@app.task(name="empty")
def empty():
    return {"done": queue_marks.ran()}


@app.task(name="timed", ignore_result=True)
def timed(asked):
    queue_marks.began(asked)
