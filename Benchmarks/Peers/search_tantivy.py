"""tantivy beside our search: see search_peer.py.

usage: search_tantivy.py CORPUS STORE
Exact values are raw text fields with columns, texts have positions; who may read is a set of policies that every query is
joined with. What is not ranked is not scored.
"""
import datetime
import os
import shutil
import sys

import tantivy

import search_peer
from tantivy import Occur, Query

NUMBERS = {"age": int, "reads": int, "bases": int, "mean_coverage": float, "fraction_q30": float, "rin": float}
DATES = ("collected", "processed")
KEYWORDS = """$schema path organism organism_taxon genome_build strain sex tissue tissue_ontology cell_type
    cell_type_ontology disease disease_ontology assay donor sample_ids batch run genes keywords library.strategy
    library.source library.selection library.layout platform.name platform.instrument platform.flow_cell software.name
    software.version contact.name contact.lab archive.accession archive.experiment md5 license project version""".split()
COLUMNS = {"organism", "tissue", "cell_type", "disease", "assay", "sex", "contact.lab", "keywords"}
# More than a field with facets has.
VALUES = 1_000_000


def name(field):
    return field.replace(".", "__").replace("$", "_")


def day(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).replace(tzinfo=datetime.timezone.utc)


def schema():
    builder = tantivy.SchemaBuilder()
    for field in ("title", "description", "text"):
        builder.add_text_field(name(field), tokenizer_name="default", index_option="position")
    for field in KEYWORDS:
        builder.add_text_field(name(field), tokenizer_name="raw", index_option="basic", fast=field in COLUMNS)
    for field, kind in NUMBERS.items():
        add = builder.add_integer_field if kind is int else builder.add_float_field
        add(name(field), indexed=True, fast=True)
    for field in DATES:
        builder.add_date_field(name(field), indexed=True, fast=True)
    builder.add_unsigned_field("policy", indexed=True, fast=True)
    builder.add_unsigned_field("number", indexed=False, fast=True)
    return builder.build()


class Tantivy:
    def __init__(self, store):
        self.store, self.schema, self.filter = store, schema(), None
        if self.is_built():
            self.open()

    processor = staticmethod(search_peer.process_processor)

    def is_built(self):
        return os.path.exists(self.store + "/meta.json")

    def open(self):
        self.index = tantivy.Index(self.schema, path=self.store)
        self.searcher = self.index.searcher()

    def bytes(self):
        return search_peer.folder_bytes(self.store)

    def build(self, corpus):
        partial = self.store + ".partial"
        shutil.rmtree(partial, ignore_errors=True)
        os.makedirs(partial)
        writer = tantivy.Index(self.schema, path=partial).writer(heap_size=256_000_000, num_threads=1)
        for number, project, version, policy, document in corpus.documents():
            row = tantivy.Document()
            for field in search_peer.TEXTS:
                row.add_text(field, document[field])
                row.add_text("text", document[field])
            for field, value in search_peer.leaves(document):
                if field in NUMBERS:
                    add = row.add_integer if NUMBERS[field] is int else row.add_float
                    add(name(field), value)
                elif field in DATES:
                    row.add_date(name(field), day(value))
                else:
                    row.add_text(name(field), value)
            row.add_text("project", project)
            row.add_text("version", version)
            row.add_unsigned("policy", policy)
            row.add_unsigned("number", number)
            writer.add_document(row)
        writer.commit()
        writer.wait_merging_threads()
        os.rename(partial, self.store)
        self.open()

    def use(self, policies):
        self.filter = policies and Query.const_score_query(Query.term_set_query(self.schema, "policy", policies), 0.0)

    # Queries

    def term(self, field, value):
        return Query.term_query(self.schema, name(field), value, index_option="basic")

    def query(self, kind, query):
        if kind in ("terms", "facets"):
            parts = [(Occur.Must, self.term(*term)) for term in query["every"]]
            if query.get("any"):
                parts.append((Occur.Must, Query.boolean_query([(Occur.Should, self.term(*term)) for term in query["any"]])))
            found = parts[0][1] if len(parts) == 1 else Query.boolean_query(parts) if parts else Query.all_query()
        elif kind == "range":
            field = query["field"]
            if field in DATES:
                bounds, sort = [day(query["low"]), day(query["high"])], tantivy.FieldType.Date
            else:
                whole = NUMBERS[field] is int
                bounds = [NUMBERS[field](query["low"]), NUMBERS[field](query["high"])]
                sort = tantivy.FieldType.Integer if whole else tantivy.FieldType.Float
            found = Query.range_query(self.schema, name(field), sort, *bounds)
        elif kind in ("prefix", "wildcard"):
            found = Query.regex_query(self.schema, name(query["field"]), query["pattern"].replace("*", ".*"))
        elif kind == "phrase":
            found = Query.phrase_query(self.schema, "description", list(query["words"]))
        else:
            found = Query.term_query(self.schema, "text", query["word"], index_option="freq")
        if kind != "ranked":
            found = Query.const_score_query(found, 1.0)
        return found if self.filter is None else Query.boolean_query([(Occur.Must, found), (Occur.Must, self.filter)])

    def count(self, kind, query):
        return self.searcher.search(self.query(kind, query), limit=1, count=True).count, []

    def page(self, kind, query):
        found = self.searcher.search(self.query(kind, query), limit=50, count=True)
        return found.count, found.hits

    def facets(self, query):
        # All of each segment's values, or the counts of the ten are too low where a segment leaves one out.
        asked = {field: {"terms": {"field": name(field), "size": 10, "segment_size": VALUES}} for field in query["fields"]}
        answer = self.searcher.aggregate(self.query("facets", query), asked)
        counts = {field: [bucket["doc_count"] for bucket in answer[field]["buckets"]] for field in query["fields"]}
        # Every document has one of the ten organisms.
        return sum(counts["organism"]), counts


if __name__ == "__main__":
    search_peer.run(Tantivy(sys.argv[2]), sys.argv[1])
