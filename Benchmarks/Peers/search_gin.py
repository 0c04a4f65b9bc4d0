"""PostgreSQL's own indexes beside our search: see search_peer.py.

usage: search_gin.py CORPUS URL
GIN over an array of field tokens and over a tsvector of both texts (so its prefixes and phrases look at titles too);
numbers, dates, policies and facets in columns. One backend, no parallel workers; its processor time is added to ours.
"""
import sys
import time

import psycopg

import search_peer
import search_queries

SINGLE = [field for field in search_queries.FACETS if field != "keywords"]
RANGES = {"collected": "date", "reads": "bigint", "mean_coverage": "float8", "age": "int"}


def column(field):
    return field.replace(".", "_")


class GIN:
    def __init__(self, url):
        self.db, self.policies = psycopg.connect(url, autocommit=True), None
        self.db.prepare_threshold = None
        for setting in ("max_parallel_workers_per_gather = 0", "jit = off", "work_mem = '256MB'",
                        "maintenance_work_mem = '1GB'", "max_parallel_maintenance_workers = 0"):
            self.db.execute(f"SET {setting}")
        self.backend = self.db.info.backend_pid

    def processor(self):
        with open(f"/proc/{self.backend}/schedstat") as file:
            return time.process_time() + int(file.read().split()[0]) / 1e9

    def is_built(self):
        return self.db.execute("SELECT to_regclass('gin_docs_reads') IS NOT NULL").fetchone()[0]

    def bytes(self):
        return self.db.execute("SELECT pg_total_relation_size('gin_docs')").fetchone()[0]

    def build(self, corpus):
        self.db.execute("DROP TABLE IF EXISTS gin_docs")
        ranges = ", ".join(f"{field} {kind}" for field, kind in RANGES.items())
        facets = ", ".join(f"{column(field)} text" for field in SINGLE)
        self.db.execute(f"CREATE TABLE gin_docs (id int, policy int, {ranges}, {facets}, keywords text[], tokens text[], "
                        "body tsvector)")
        copy_types = ["int4", "int4", "date", "int8", "float8", "int4"] + ["text"] * len(SINGLE) + ["text[]", "text[]", "text"]
        self.db.execute("CREATE TEMP TABLE slice (LIKE gin_docs)")
        self.db.execute("ALTER TABLE slice ALTER body TYPE text")
        rows = []

        def flush():
            with self.db.cursor() as cursor:
                with cursor.copy("COPY slice FROM STDIN") as copy:
                    copy.set_types(copy_types)
                    for row in rows:
                        copy.write_row(row)
            names = ", ".join(["id", "policy", *RANGES, *map(column, SINGLE), "keywords", "tokens"])
            self.db.execute(f"INSERT INTO gin_docs SELECT {names}, to_tsvector('simple', body) FROM slice")
            self.db.execute("TRUNCATE slice")
            rows.clear()

        for number, project, version, policy, document in corpus.documents():
            tokens = [search_peer.token(field, value) for field, value in search_peer.leaves(document)]
            tokens += [f"project={project}", f"version={version}"]
            rows.append((number, policy, *(document[field] for field in RANGES),
                         *(search_queries.values(document, field)[0] for field in SINGLE), document["keywords"], tokens,
                         document["title"] + " " + document["description"]))
            if len(rows) == 10_000:
                flush()
        flush()
        self.db.execute("ALTER TABLE gin_docs ADD PRIMARY KEY (id)")
        self.db.execute("CREATE INDEX gin_docs_tokens ON gin_docs USING gin (tokens) WITH (fastupdate = off)")
        self.db.execute("CREATE INDEX gin_docs_body ON gin_docs USING gin (body) WITH (fastupdate = off)")
        for field in RANGES:
            self.db.execute(f"CREATE INDEX gin_docs_{field}_ ON gin_docs ({field}, policy)")
        self.db.execute("VACUUM ANALYZE gin_docs")
        # Its name says that all is there.
        self.db.execute("ALTER INDEX gin_docs_reads_ RENAME TO gin_docs_reads")

    def use(self, policies):
        self.policies = policies

    # Queries

    def condition(self, kind, query):
        """(SQL, its arguments); None for what cannot be said."""
        if kind in ("terms", "facets"):
            every = [search_peer.token(*term) for term in query["every"]]
            some = [search_peer.token(*term) for term in query.get("any", [])]
            sql, arguments = ("tokens @> %s", [every]) if every else ("tokens && %s", [some]) if some else ("true", [])
        elif kind == "range":
            sql, arguments = f"{query['field']} BETWEEN %s AND %s", [query["low"], query["high"]]
        elif kind == "prefix":
            sql, arguments = "body @@ %s::tsquery", [query["pattern"].replace("*", ":*")]
        elif kind == "phrase":
            sql, arguments = "body @@ %s::tsquery", [" <-> ".join(query["words"])]
        elif kind == "ranked":
            sql, arguments = "body @@ %s::tsquery", [query["word"]]
        else:
            return None
        if self.policies is not None:
            sql, arguments = f"{sql} AND policy = ANY(%s)", [*arguments, self.policies]
        return sql, arguments

    def count(self, kind, query):
        condition = self.condition(kind, query)
        if condition is None:
            return None
        return self.db.execute(f"SELECT count(*) FROM gin_docs WHERE {condition[0]}", condition[1]).fetchone()[0], []

    def page(self, kind, query):
        total = self.count(kind, query)
        if total is None:
            return None
        sql, arguments = self.condition(kind, query)
        order = "id DESC"
        if kind == "ranked":
            order, arguments = "ts_rank(body, %s::tsquery) DESC", [*arguments, query["word"]]
        rows = self.db.execute(f"SELECT id FROM gin_docs WHERE {sql} ORDER BY {order} LIMIT 50", arguments).fetchall()
        return total[0], rows

    def facets(self, query):
        sql, arguments = self.condition("facets", query)
        columns = ", ".join(column(field) for field in query["fields"])
        parts = []
        for field in query["fields"]:
            value = "unnest(keywords)" if field == "keywords" else column(field)
            parts.append(f"(SELECT array(SELECT count(*) FROM (SELECT {value} AS value FROM found) v GROUP BY value "
                         "ORDER BY 1 DESC LIMIT 10))")
        row = self.db.execute(
            f"WITH found AS MATERIALIZED (SELECT {columns} FROM gin_docs WHERE {sql}) SELECT {', '.join(parts)}",
            arguments).fetchone()
        counts = dict(zip(query["fields"], row))
        return sum(counts["organism"]), counts


if __name__ == "__main__":
    search_peer.run(GIN(sys.argv[2]), sys.argv[1])
