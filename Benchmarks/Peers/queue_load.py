"""Jobs by way of a queue in Python: what enqueueing and running them takes, with two worker processes.

usage: queue_load.py celery|dramatiq|rq BROKER FOLDER JOBS TIMED
JOBS empty jobs are enqueued while nobody works, then run by two processes, which are timed from the twentieth part of them
on; then TIMED jobs, 50 a second, are timed from enqueue to start. FOLDER is empty, for what the tasks leave behind. Writes
one object: per second "enqueued" and "executed"; microseconds of processor time a job "enqueuer" and "worker"; milliseconds
"p50" and "p99".
"""
import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def celery_ways():
    import queue_celery

    def enqueue():
        # Without a result to wait for it does not subscribe to one: the faster of its two ways.
        queue_celery.empty.apply_async(ignore_result=True)

    def kept():
        queue_celery.empty.delay()

    command = ["-m", "celery", "-A", "queue_celery", "worker", "-c", "2", "-P", "prefork", "--loglevel", "ERROR"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return enqueue, kept, queue_celery.app.control.purge, queue_celery.timed.delay, [command]


def dramatiq_ways():
    import queue_dramatiq

    send = queue_dramatiq.empty.send
    return send, send, None, queue_dramatiq.timed.send, [["-m", "dramatiq", "queue_dramatiq", "-p", "2", "-t", "4"]]


def rq_ways():
    import queue_rq

    def enqueue():
        queue_rq.queue.enqueue(queue_rq.empty)

    def timed(asked):
        queue_rq.queue.enqueue(queue_rq.timed, asked)

    command = ["-m", "rq.cli", "worker", "--url", os.environ["QUEUE_BROKER"], "--logging_level", "ERROR"]
    return enqueue, enqueue, None, timed, [command, command]


def descendants(process: int) -> list[int]:
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    parent = int(file.read().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(name))
    found, waiting = [], [process]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def processor_seconds(workers) -> float:
    """Of the workers and all they started, those that have ended too."""
    ticks = 0
    for process in [each for worker in workers for each in descendants(worker.pid)]:
        try:
            with open(f"/proc/{process}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def wait(condition, seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"queue_load.py: not within {seconds:.0f} s: {what}")
        time.sleep(0.002)


def enqueue_all(enqueue, jobs: int) -> tuple[float, float]:
    """Jobs per second, and microseconds of processor time a job."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    for _ in range(jobs):
        enqueue()
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return jobs / seconds, used * 1e6 / jobs


def main(name: str, broker: str, folder: str, jobs: int, timed_jobs: int) -> None:
    os.environ.update(QUEUE_BROKER=broker, QUEUE_FOLDER=folder, PYTHONPATH=HERE, PYTHONDONTWRITEBYTECODE="1")
    import queue_marks

    ways = {"celery": celery_ways, "dramatiq": dramatiq_ways, "rq": rq_ways}
    enqueue, kept, purge, timed, commands = ways[name]()
    enqueue()  # connects
    enqueued, enqueuer = enqueue_all(enqueue, jobs)
    expected = jobs + 1
    if purge:  # enqueued once more in the way that keeps results
        purge()
        enqueue_all(kept, jobs)
        expected = jobs
    errors = open(os.path.join(folder, f"{name}.log"), "wb")
    workers = [
        subprocess.Popen([sys.executable, *command], cwd=HERE, stdout=errors, stderr=errors) for command in commands
    ]
    try:
        wait(lambda: queue_marks.runs() >= expected // 20, 60, "the first jobs")
        first, start, used = queue_marks.runs(), time.perf_counter(), processor_seconds(workers)
        wait(lambda: queue_marks.runs() >= expected, 120, "all jobs")
        seconds, count = time.perf_counter() - start, queue_marks.runs() - first
        executed, cost = count / seconds, (processor_seconds(workers) - used) * 1e6 / count
        if queue_marks.runs() != expected:
            sys.exit(f"queue_load.py: {queue_marks.runs()} runs of {expected} jobs")
        for _ in range(timed_jobs):
            time.sleep(0.02)
            timed(time.time())
        wait(lambda: len(queue_marks.delays()) >= timed_jobs, 60, "the timed jobs")
        delays = queue_marks.delays()
    finally:
        for process in [each for worker in workers for each in descendants(worker.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
    answer = {"enqueued": enqueued, "enqueuer": enqueuer, "executed": executed, "worker": cost}
    answer["p50"] = delays[len(delays) // 2] * 1_000
    answer["p99"] = delays[min(len(delays) - 1, len(delays) * 99 // 100)] * 1_000
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
