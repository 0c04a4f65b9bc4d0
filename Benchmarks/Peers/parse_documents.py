"""Reads and writes JSON texts again and again in Python, and says what that takes.

usage: parse_documents.py READER FOLDER SECONDS|memory:CORPUS
READER is orjson or json. FOLDER, SECONDS and what is written: as for Sources/DocumentParsing.
"""
import importlib
import json
import os
import sys
import time


def texts_in(folder: str) -> list:
    texts = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            texts.append(file.read())
    return texts


def measured(function, items: list, texts: list, seconds: float) -> dict:
    for item in items:
        function(item)
    size, count, start = sum(map(len, texts)), 0, time.process_time()
    while time.process_time() - start < seconds:
        for item in items:
            function(item)
        count += size
    return {"bytes": count, "processor": (time.process_time() - start) * 1e6}


def status(name: str) -> int:
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(name + ":"))


def memory(read, texts: list) -> dict:
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # proc(5): sets the peak back to what is in use now
    before = status("VmHWM")
    values = [read(text) for text in texts]
    peak = status("VmHWM") - before
    assert len(values) == len(texts)
    return {"bytes": sum(map(len, texts)), "peak": peak}


def main(reader: str, folder: str, argument: str) -> None:
    library = importlib.import_module(reader)
    mode, _, corpus = argument.partition(":")
    if mode == "memory":
        report = {corpus: {"memory": memory(library.loads, texts_in(os.path.join(folder, corpus)))}}
        return json.dump(report, sys.stdout)
    report = {}
    for corpus in sorted(os.listdir(folder)):
        texts = texts_in(os.path.join(folder, corpus))
        values = [library.loads(text) for text in texts]
        report[corpus] = {
            "parse": measured(library.loads, texts, texts, float(argument)),
            "write": measured(library.dumps, values, texts, float(argument)),
        }
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
