"""The least that indexing the same files takes in Python: no HTTP, no permissions, no search index.

usage: index_documents.py SCHEMA SOURCE TARGET
Copies every file with an fsync, takes MD5 and SHA-256 of the data files, parses and validates their documents and inserts
them into SQLite in WAL mode. Starting the interpreter and compiling the schema are not counted.
"""
import hashlib
import json
import os
import sqlite3
import sys
import time

import jsonschema


def keep(source: str, target: str) -> bytes:
    with open(source, "rb") as file:
        content = file.read()
    with open(target, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return content


def main(schema_path: str, source: str, target: str) -> None:
    with open(schema_path, "rb") as file:
        schema = json.load(file)
    validator_class = jsonschema.validators.validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)
    start, processor = time.perf_counter(), time.process_time()

    database = None
    count = 0
    for folder, _, names in os.walk(source):
        kept = os.path.join(target, os.path.relpath(folder, source))
        os.makedirs(kept, exist_ok=True)
        if database is None:
            database = sqlite3.connect(os.path.join(target, "index.sqlite"))
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("CREATE TABLE documents (path TEXT PRIMARY KEY, md5 TEXT, sha256 TEXT, document TEXT)")
        for name in names:
            if name.endswith(".json"):
                continue
            data = keep(os.path.join(folder, name), os.path.join(kept, name))
            text = keep(os.path.join(folder, name + ".json"), os.path.join(kept, name + ".json"))
            document = json.loads(text)
            errors = list(validator.iter_errors(document))
            if errors:
                sys.exit(f"{name}: {errors[0].message}")
            digests = hashlib.md5(data).hexdigest(), hashlib.sha256(data).hexdigest()
            database.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", (document["path"], *digests, text.decode()))
            count += 1
    database.commit()
    database.close()

    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    print(json.dumps({"documents": count, "seconds": seconds, "processor": processor * 1e6}))


main(*sys.argv[1:])
