"""What the search peers share: the corpus as they take it, and how they are measured.

A peer has
  build(corpus)                     makes its store
  bytes()                           of its index on disk
  use(policies)                     from now on only documents under these policies are found; None for all
  count(kind, query), page(kind, query) -> (total, ids)    the latter with the first 50; None for what it cannot say
  facets(query) -> (total, {field: [counts]})              the ten most frequent values of each field
and `processor()`: seconds of processor time so far, of whoever works for it.
"""
import json
import os
import re
import sys
import time

import search_queries

TEXTS = ("title", "description")
CALLERS = ("admin", "user", "anonymous")
# A class and caller that takes longer is cut short: what was measured until then counts.
SECONDS, LEAST, REPEATS = 4, 5, 3


class Corpus:
    def __init__(self, folder):
        self.folder = folder
        with open(folder + "/callers.json") as file:
            self.callers = json.load(file)
        with open(folder + "/projects.json") as file:
            self.projects = json.load(file)

    def documents(self):
        """(number, project, version, policy, document) of each, in order."""
        import orjson

        number = 0
        with open(self.folder + "/uploads.ndjson", "rb") as uploads, open(
                self.folder + "/documents.ndjson", "rb") as documents:
            for line in uploads:
                upload = orjson.loads(line)
                policy = upload["policy"]
                if policy is None:
                    policy = self.projects[upload["project"]]
                for _ in range(upload["count"]):
                    yield number, upload["project"], upload["version"], policy, orjson.loads(documents.readline())
                    number += 1

    def readable(self, caller):
        return {"admin": None, "user": self.callers["readable"], "anonymous": self.callers["public"]}[caller]


def leaves(document, path=""):
    """(field, value) of each value that is no text to be searched by word."""
    for key, value in document.items():
        field = path + key
        if field in TEXTS:
            continue
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, dict):
                yield from leaves(each, field + ".")
            else:
                yield field, each


def token(field, value):
    """A field and a value as one word of letters, digits, `_` and `=`."""
    return re.sub(r"[^A-Za-z0-9=]", "_", f"{field}={value}").lower()


def milliseconds(samples):
    """{"p50", "p99"} by the nearest rank."""
    samples = sorted(samples)
    pick = lambda share: samples[min(len(samples) - 1, int(share * len(samples)))] * 1e3
    return {"p50": pick(0.5), "p99": pick(0.99)}


def measured(peer, call, queries):
    """Calls it with each query until that takes too long; returns the report, and the answers of the first round."""
    processor, wall, answers, end = [], [], [], time.monotonic() + SECONDS
    for repeat in range(REPEATS + 1):  # the first one warms up, and counts where there is no time for another
        if repeat == 1 and time.monotonic() < end:
            processor, wall = [], []
        for query in queries:
            used, started = peer.processor(), time.perf_counter()
            answer = call(query)
            wall.append(time.perf_counter() - started)
            processor.append(peer.processor() - used)
            if repeat == 0:
                answers.append(answer)
            if answer is None:
                return None, None
            if time.monotonic() > end and len(wall) >= min(LEAST, len(queries)):
                return {"processor": milliseconds(processor), "wall": milliseconds(wall), "samples": len(wall)}, answers
    return {"processor": milliseconds(processor), "wall": milliseconds(wall), "samples": len(wall)}, answers


def run(peer, folder):
    corpus, report = Corpus(folder), {"build": None, "classes": {}}
    if not peer.is_built():
        used, started = peer.processor(), time.perf_counter()
        peer.build(corpus)
        report["build"] = {"seconds": time.perf_counter() - started, "processor": peer.processor() - used}
    report["bytes"] = peer.bytes()
    for group in search_queries.load(folder):
        kind, queries, classes = group["kind"], group["queries"], {}
        for caller in CALLERS:
            peer.use(corpus.readable(caller))
            modes = {}
            if kind == "facets":
                modes["facets"], answers = measured(peer, peer.facets, queries)
            else:
                if kind != "ranked":
                    modes["count"], _ = measured(peer, lambda query: peer.count(kind, query), queries)
                modes["page"], answers = measured(peer, lambda query: peer.page(kind, query), queries)
            totals = answers and [answer[0] for answer in answers]
            counts = answers and kind == "facets" and [answer[1] for answer in answers] or None
            classes[caller] = {"modes": modes, "totals": totals, "counts": counts}
        report["classes"][group["name"]] = classes
        sys.stderr.write(f"    {group['name']}\n")
    json.dump(report, sys.stdout)
    sys.stdout.write("\n")


def process_processor():
    return time.process_time()


def folder_bytes(folder):
    return sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(folder) for name in names)
