"""SQLite's FTS5 beside our search: see search_peer.py.

usage: search_fts5.py CORPUS STORE
One contentless table of field tokens and texts; numbers, dates, policies and codes of facets in a plain table with indexes.
"""
import os
import sqlite3
import sys

import search_peer
import search_queries

SINGLE = [field for field in search_queries.FACETS if field != "keywords"]
RANGES = ("collected", "reads", "mean_coverage", "age")


def column(field):
    return field.replace(".", "_")


class FTS5:
    def __init__(self, store):
        self.store, self.filtered = store, False
        if self.is_built():
            self.open()

    processor = staticmethod(search_peer.process_processor)

    def is_built(self):
        return os.path.exists(self.store)

    def open(self):
        self.db = sqlite3.connect(self.store, isolation_level=None)
        self.db.execute("PRAGMA cache_size = -1000000")
        self.db.execute("PRAGMA temp_store = MEMORY")
        self.db.execute("CREATE TEMP TABLE readable (policy INTEGER PRIMARY KEY)")
        self.db.execute("CREATE TEMP TABLE found (id INTEGER PRIMARY KEY)")

    def bytes(self):
        return os.path.getsize(self.store)

    def build(self, corpus):
        partial = self.store + ".partial"
        if os.path.exists(partial):
            os.remove(partial)
        db = sqlite3.connect(partial, isolation_level=None)
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -500000")
        db.execute("CREATE VIRTUAL TABLE texts USING fts5 "
                   "(title, description, tokens, content='', tokenize=\"unicode61 tokenchars '=_'\")")
        facets = ", ".join(f"{column(field)} INTEGER" for field in SINGLE)
        db.execute(f"CREATE TABLE docs (id INTEGER PRIMARY KEY, policy INTEGER, collected TEXT, reads INTEGER, "
                   f"mean_coverage REAL, age INTEGER, {facets})")
        db.execute("CREATE TABLE keywords (id INTEGER, code INTEGER, PRIMARY KEY (id, code)) WITHOUT ROWID")
        codes = {}
        texts, rows, keywords = [], [], []

        def flush():
            db.execute("BEGIN")
            db.executemany("INSERT INTO texts (rowid, title, description, tokens) VALUES (?, ?, ?, ?)", texts)
            db.executemany(f"INSERT INTO docs VALUES ({', '.join('?' * (6 + len(SINGLE)))})", rows)
            db.executemany("INSERT INTO keywords VALUES (?, ?)", keywords)
            db.execute("COMMIT")
            for each in texts, rows, keywords:
                each.clear()

        for number, project, version, policy, document in corpus.documents():
            tokens = " ".join(search_peer.token(field, value) for field, value in search_peer.leaves(document))
            tokens += f" project={project} version={version}"
            texts.append((number, document["title"], document["description"], tokens))
            values = [search_queries.values(document, field)[0] for field in SINGLE]
            rows.append((number, policy, *(document[field] for field in RANGES),
                         *(codes.setdefault(value, len(codes)) for value in values)))
            keywords += [(number, codes.setdefault(value, len(codes))) for value in document["keywords"]]
            if len(texts) == 10_000:
                flush()
        flush()
        db.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        for field in RANGES:
            db.execute(f"CREATE INDEX docs_{field} ON docs ({field}, policy)")
        db.execute("ANALYZE")
        db.close()
        os.rename(partial, self.store)
        self.open()

    def use(self, policies):
        self.filtered = policies is not None
        self.db.execute("DELETE FROM readable")
        self.db.executemany("INSERT INTO readable VALUES (?)", [(policy,) for policy in policies or ()])

    # Queries

    def match(self, kind, query):
        """Of FTS5; None where it has no such query."""
        if kind in ("terms", "facets"):
            every = " AND ".join(f'tokens : "{search_peer.token(*term)}"' for term in query["every"])
            return every or " OR ".join(f'tokens : "{search_peer.token(*term)}"' for term in query.get("any", []))
        if kind == "prefix":
            return "description : " + query["pattern"].replace("*", " *")
        if kind == "phrase":
            return f'description : "{" ".join(query["words"])}"'
        return "{title description} : " + query["word"] if kind == "ranked" else None

    def source(self, kind, query):
        """(rows of `id`, their arguments); None for what cannot be said."""
        readable = "docs JOIN readable USING (policy)" if self.filtered else "docs"
        if kind == "range":
            condition = f"FROM {readable} WHERE {query['field']} BETWEEN ? AND ?"
            return "docs.id", condition, (query["low"], query["high"])
        match = self.match(kind, query)
        if match is None:
            return None
        if not match:
            return "docs.id", f"FROM {readable} WHERE 1", ()
        joined = "texts JOIN docs ON docs.id = texts.rowid JOIN readable USING (policy)" if self.filtered else "texts"
        return "texts.rowid", f"FROM {joined} WHERE texts MATCH ?", (match,)

    def count(self, kind, query):
        source = self.source(kind, query)
        if source is None:
            return None
        _, condition, arguments = source
        return self.db.execute(f"SELECT count(*) {condition}", arguments).fetchone()[0], []

    def page(self, kind, query):
        total = self.count(kind, query)
        if total is None:
            return None
        name, condition, arguments = self.source(kind, query)
        order = "bm25(texts)" if kind == "ranked" else name + " DESC"
        rows = self.db.execute(f"SELECT {name} {condition} ORDER BY {order} LIMIT 50", arguments).fetchall()
        return total[0], rows

    def facets(self, query):
        name, condition, arguments = self.source("facets", query)
        self.db.execute("DELETE FROM found")
        self.db.execute(f"INSERT INTO found SELECT {name} {condition}", arguments)
        counts = {}
        for field in query["fields"]:
            table, code = ("keywords", "code") if field == "keywords" else ("docs", column(field))
            counts[field] = [count for count, in self.db.execute(
                f"SELECT count(*) FROM found JOIN {table} USING (id) GROUP BY {code} ORDER BY 1 DESC LIMIT 10")]
        return sum(counts["organism"]), counts


if __name__ == "__main__":
    search_peer.run(FTS5(sys.argv[2]), sys.argv[1])
