"""Validates real documents with one of Python's validators, and says what that takes.

usage: validate_documents.py PEER METADATA SECONDS
PEER is rs-orjson or rs-json (jsonschema-rs, texts read by orjson or json), fastjsonschema, or jsonschema. METADATA has
index.json: documents, each with its schema and the expected verdict. Each mode goes over all documents again and again for
SECONDS of processor time. Reading files and compiling schemas is not counted.
Writes {"verdicts": {id: valid}, "modes": {mode: {"documents", "seconds", "processor" in microseconds}}}.
"""
import json
import pathlib
import sys
import time

import fastjsonschema
import jsonschema
import jsonschema_rs
import orjson


def is_whole(schema) -> bool:
    """Whether every reference stays within the document."""
    if isinstance(schema, dict):
        reference = schema.get("$ref", "#")
        if isinstance(reference, str) and not reference.startswith("#"):
            return False
        return all(map(is_whole, schema.values()))
    return all(map(is_whole, schema)) if isinstance(schema, list) else True


def compiled(peer, schema):
    """Two functions of a value: whether it is valid, and how many errors it has; None for what the peer has not."""
    if peer.startswith("rs-"):
        validator = jsonschema_rs.validator_for(schema)
        return validator.is_valid, lambda value: len(list(validator.iter_errors(value)))
    if peer == "fastjsonschema":
        validate = fastjsonschema.compile(schema, use_default=False, use_formats=False)

        def is_valid(value):
            try:
                validate(value)
                return True
            except fastjsonschema.JsonSchemaValueException:
                return False

        return is_valid, None
    validator = jsonschema.validators.validator_for(schema, default=jsonschema.Draft7Validator)(schema)
    return validator.is_valid, lambda value: len(list(validator.iter_errors(value)))


def measured(loop, pairs, seconds):
    """Calls `loop` with all pairs again and again; the loops call the validator themselves, without a function between."""
    loop(pairs)
    documents, wall, processor = 0, time.perf_counter(), time.process_time()
    while time.process_time() - processor < seconds:
        loop(pairs)
        documents += len(pairs)
    return {
        "documents": documents,
        "seconds": time.perf_counter() - wall,
        "processor": (time.process_time() - processor) * 1e6,
    }


def main(peer: str, metadata: str, seconds: str) -> None:
    root, schemas, cases = pathlib.Path(metadata), {}, []
    read = json.loads if peer == "rs-json" or peer == "jsonschema" else orjson.loads
    for entry in json.loads((root / "index.json").read_bytes())["instances"]:
        path = entry["schema"]
        if path.startswith("schemas/raw/"):
            continue
        if path not in schemas:
            schema = json.loads((root / path).read_bytes())
            schema.pop("$id", None)
            schemas[path] = compiled(peer, schema) if is_whole(schema) else None
        if schemas[path] is None:
            continue
        text = (root / entry["file"]).read_bytes()
        cases.append((entry["id"], *schemas[path], text, read(text)))

    def validate_all(pairs):
        for check, value in pairs:
            check(value)

    def read_and_validate_all(pairs):
        for check, text in pairs:
            check(read(text))

    modes, duration = {}, float(seconds)
    for mode, function in ("verdict", 1), ("errors", 2):
        if cases[0][function] is not None:
            modes[mode] = measured(validate_all, [(c[function], c[4]) for c in cases], duration)
            modes["parse, " + mode] = measured(read_and_validate_all, [(c[function], c[3]) for c in cases], duration)
    json.dump({"verdicts": {c[0]: c[1](c[4]) for c in cases}, "modes": modes}, sys.stdout)


main(*sys.argv[1:])
