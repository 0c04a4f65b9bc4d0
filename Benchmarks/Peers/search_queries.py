"""The queries of the search bench, drawn from what a corpus holds.

A class is {"name", "kind", "queries"}. Each query has "q", the text that our registry takes, and says the same once more
in parts for engines of another language:
  terms     {"every": [[field, value]…], "any": [[field, value]…]}   exact values; an empty list asks for nothing
  range     {"field", "low", "high"}                                 both inclusive; numbers or days
  prefix, wildcard {"field", "pattern"}                              of an exact value or of a word of the description
  phrase    {"words"}                                                in the description, next to each other
  ranked    {"word"}                                                 in title or description, by relevance
  facets    {"every", "fields"}                                      values of these fields, the ten most frequent
"""
from collections import Counter
import calendar
import json
import re

QUERIES = 50
FACETS = ["organism", "tissue", "cell_type", "disease", "assay", "sex", "contact.lab", "keywords"]
RARE_FIELDS = ["donor", "batch"]
MIDDLING_FIELDS = ["keywords", "genes", "contact.lab", "strain", "batch"]
FREQUENT_FIELDS = ["organism", "tissue", "cell_type", "disease", "assay", "sex", "library.layout", "platform.instrument",
                   "license"]
KEPT = 4_000


def values(document, field):
    value = document
    for key in field.split("."):
        value = value[key]
    return value if isinstance(value, list) else [value]


def exact(field, value):
    return f'{field}:"{value}"'


class Statistics:
    """Takes the documents one by one, and then has the queries."""

    def __init__(self, random, vocabulary):
        self.random, self.expressions = random, vocabulary.expressions.items
        self.fields = list(dict.fromkeys(RARE_FIELDS + MIDDLING_FIELDS + FREQUENT_FIELDS))
        self.counts = {field: Counter() for field in self.fields}
        self.words, self.kept, self.total = Counter(), [], 0

    def add(self, document, words, policy):
        for field in self.fields:
            self.counts[field].update(set(values(document, field)))
        self.words.update(set(words))
        self.total += 1
        if len(self.kept) < KEPT:
            self.kept.append(document)
        elif self.random.random() * self.total < KEPT:
            self.kept[int(self.random.random() * KEPT)] = document

    # Picking

    def terms(self, fields, low, high, count=QUERIES):
        """Terms that a share of the documents between `low` and `high` has, each field in turn."""
        pools = []
        for field in fields:
            pool = sorted(v for v, n in self.counts[field].items() if low * self.total <= n <= high * self.total and n > 0)
            if pool:
                pools.append((field, pool))
        return [(field, self.random.choice(pool)) for field, pool in (pools[n % len(pools)] for n in range(count))]

    def words_between(self, low, high):
        pool = sorted(w for w, n in self.words.items() if low * self.total <= n <= high * self.total)
        return [self.random.choice(pool) for _ in range(QUERIES)]

    def term_class(self, name, terms):
        return {"name": name, "kind": "terms",
                "queries": [{"q": exact(*term), "every": [term], "any": []} for term in terms]}

    def conjunctions(self):
        queries = []
        for document in self.random.sample(self.kept, min(QUERIES, len(self.kept))):
            first, second = self.random.sample(FREQUENT_FIELDS, 2)
            third = self.random.choice(MIDDLING_FIELDS[:3])
            terms = [(field, values(document, field)[0]) for field in (first, second, third)]
            queries.append({"q": " AND ".join(exact(*term) for term in terms), "every": terms, "any": []})
        return {"name": "AND of 3", "kind": "terms", "queries": queries}

    def disjunctions(self):
        queries = []
        for _ in range(QUERIES):
            terms = sorted(dict.fromkeys(self.terms(MIDDLING_FIELDS[:3], 1e-4, 5e-3, 40)))[::2][:20]
            queries.append({"q": " OR ".join(exact(*term) for term in terms), "every": [], "any": terms})
        return {"name": "OR of 20", "kind": "terms", "queries": queries}

    def ranges(self, name, bounds):
        queries = [{"q": f"{field}:[{low} TO {high}]", "field": field, "low": low, "high": high}
                   for field, low, high in bounds]
        return {"name": name, "kind": "range", "queries": queries}

    def months(self):
        for document in self.random.sample(self.kept, min(QUERIES, len(self.kept))):
            year, month = map(int, document["collected"].split("-")[:2])
            yield "collected", f"{year}-{month:02}-01", f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"

    def numbers(self):
        for number in range(QUERIES):
            field = ("reads", "mean_coverage", "age")[number % 3]
            known = sorted(document[field] for document in self.kept)
            first = int(len(known) * 0.85 * self.random.random())
            yield field, known[first], known[min(len(known) - 1, first + int(len(known) * self.random.uniform(0.01, 0.1)))]

    def patterns(self, name, kind, made):
        queries = [{"q": f"{field}:{pattern}", "field": field, "pattern": pattern} for field, pattern in made]
        return {"name": name, "kind": kind, "queries": queries}

    def prefixes(self):
        known = sorted(word for word, count in self.words.items() if len(word) >= 5 and count > 1)
        for _ in range(QUERIES):
            yield "description", self.random.choice(known)[:4] + "*"

    def wildcards(self):
        known = sorted(self.counts["genes"])
        for _ in range(QUERIES):
            gene = self.random.choice(known)
            yield "genes", gene[:2] + "*" + gene[-1]

    def phrases(self, name, made):
        queries = [{"q": f'description:"{" ".join(words)}"', "words": list(words)} for words in made]
        return {"name": name, "kind": "phrase", "queries": queries}

    def frequent_pairs(self):
        """Words that stand next to each other in a document, each in a twelfth of all."""
        found, frequent = [], {word for word, count in self.words.items() if count > self.total / 12}
        for document in self.kept:
            words = re.findall(r"[a-z]+", document["description"])
            pairs = [pair for pair in zip(words, words[1:]) if frequent.issuperset(pair)]
            if pairs:
                found.append(self.random.choice(pairs))
            if len(found) == QUERIES:
                break
        return found

    def ranked(self, name, words):
        return {"name": name, "kind": "ranked", "queries": [{"q": word, "word": word} for word in words]}

    def facets(self, name, terms, fields):
        queries = [{"q": exact(*term) if term else "*", "every": [term] if term else [], "fields": fields} for term in terms]
        return {"name": name, "kind": "facets", "queries": queries}

    def queries(self, random):
        self.random = random
        middling = self.terms(MIDDLING_FIELDS, 5e-4, 5e-3)
        return [
            self.term_class("rare term", self.terms(RARE_FIELDS, 0, max(1e-4, 10 / self.total))),
            self.term_class("middling term", middling),
            self.term_class("frequent term", self.terms(FREQUENT_FIELDS, 0.05, 0.5)),
            self.conjunctions(), self.disjunctions(),
            self.ranges("one month", self.months()), self.ranges("range of numbers", self.numbers()),
            self.patterns("prefix of 4 letters", "prefix", self.prefixes()),
            self.patterns("wildcard within", "wildcard", self.wildcards()),
            self.phrases("phrase of frequent words", self.frequent_pairs()),
            self.phrases("typical phrase", [random.choice(self.expressions[:1_000]) for _ in range(QUERIES)]),
            self.ranked("ranked, rarer word", self.words_between(5e-4, 5e-3)),
            self.ranked("ranked, word of a tenth", self.words_between(0.08, 0.12)),
            self.facets("6 facets, middling filter", middling, FACETS[:6]),
            self.facets("8 facets, selective filter", self.terms(MIDDLING_FIELDS, 5e-4, 5e-3), FACETS),
            self.facets("8 facets, frequent filter", self.terms(FREQUENT_FIELDS, 0.05, 0.2), FACETS),
            self.facets("8 facets, everything", [None] * 5, FACETS),
        ]


def load(folder):
    with open(folder + "/queries.json") as file:
        return json.load(file)
