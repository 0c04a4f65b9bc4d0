"""Dramatiq on RabbitMQ, its first choice; no results are kept, which is its default."""
import os

import dramatiq
from dramatiq.brokers.rabbitmq import RabbitmqBroker

import queue_marks

dramatiq.set_broker(RabbitmqBroker(url=os.environ["QUEUE_BROKER"]))


@dramatiq.actor
def empty():
    queue_marks.ran()


@dramatiq.actor
def timed(asked):
    queue_marks.began(asked)
