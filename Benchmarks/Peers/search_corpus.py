"""Makes a corpus of metadata documents of genomics for the search bench: the same for the same number and seed.

usage: search_corpus.py FOLDER DOCUMENTS SEED
FOLDER gets, unless it is there already,
  documents.ndjson   a document a line, about 2.6 KB each, upload after upload
  uploads.ndjson     {"project", "version", "policy": number or null, "sealed": ms since 1970, "count"}, in that order
  projects.json      {"name": number of its policy}
  policies.json      [{"read": "public"|"authenticated"|"viewers", "owners", "viewers"}]: numbered from 0
  callers.json       {"user", "groups", "policies"}: one caller, and the policies that let the caller read
  queries.json       [{"name", "queries"}]: see search_queries.py
Words follow Zipf's law; organisms, tissues, cell types and the like are those of Sources/RegistrySamples, joined by
made-up ones. A project has its own organisms, words and people, so that documents of one version are alike.
"""
import bisect
import datetime
import itertools
import json
import os
import random
import shutil
import sys

import search_queries

USERS, GROUPS = 2_000, 200
DOCUMENTS_OF_PROJECT, VERSIONS_OF_PROJECT = 200, 4.32
WORDS, EXPRESSIONS, GENES, KEYWORDS, LABS = 60_000, 4_000, 20_000, 2_000, 300
FIRST_SEAL = 1_672_531_200_000  # 2023-01-01
DAY = 86_400_000

# label, taxon, genome build, share
ORGANISMS = [
    ("Homo sapiens", "NCBITaxon:9606", "GRCh38", 40), ("Mus musculus", "NCBITaxon:10090", "GRCm39", 25),
    ("Rattus norvegicus", "NCBITaxon:10116", "mRatBN7.2", 7), ("Danio rerio", "NCBITaxon:7955", "GRCz11", 6),
    ("Drosophila melanogaster", "NCBITaxon:7227", "BDGP6.46", 6), ("Escherichia coli", "NCBITaxon:562", "ASM584v2", 4),
    ("Caenorhabditis elegans", "NCBITaxon:6239", "WBcel235", 4), ("Arabidopsis thaliana", "NCBITaxon:3702", "TAIR10", 4),
    ("Saccharomyces cerevisiae", "NCBITaxon:4932", "R64-1-1", 3),
    ("Severe acute respiratory syndrome coronavirus 2", "NCBITaxon:2697049", "ASM985889v3", 1),
]
TISSUES = ["blood", "brain", "embryo", "heart", "hippocampal formation", "kidney", "leaf", "liver", "pancreas",
           "skin of body", "multicellular organism"]
CELLS = ["CD4-positive, alpha-beta T cell", "CD8-positive, alpha-beta T cell", "B cell", "natural killer cell", "monocyte",
         "peripheral blood mononuclear cell", "pancreatic A cell", "type B pancreatic cell", "pancreatic D cell",
         "macrophage"]
DISEASES = ["normal", "Alzheimer disease", "COVID-19", "cystic fibrosis", "heart failure", "hypertensive disorder",
            "chronic myeloid leukemia", "hepatocellular carcinoma", "melanoma", "type 1 diabetes mellitus"]
ASSAYS = [("RNA-Seq", "TRANSCRIPTOMIC", "PolyA", "STAR"), ("10x 3' v3", "TRANSCRIPTOMIC SINGLE CELL", "PolyA", "STAR"),
          ("whole genome sequencing assay", "GENOMIC", "RANDOM", "BWA-MEM2"),
          ("exome sequencing", "GENOMIC", "Hybrid Selection", "BWA-MEM2"), ("ATAC-seq", "GENOMIC", "DNase", "Bowtie 2"),
          ("ChIP-seq", "GENOMIC", "ChIP", "Bowtie 2"), ("amplicon sequencing assay", "VIRAL RNA", "RT-PCR", "minimap2"),
          ("whole genome bisulfite sequencing", "GENOMIC", "RANDOM", "Bismark"),
          ("Hi-C", "GENOMIC", "Restriction Digest", "BWA-MEM2")]
INSTRUMENTS = ["Illumina NovaSeq X", "Illumina NovaSeq 6000", "Illumina NextSeq 2000", "Illumina HiSeq 4000", "PromethION",
               "Illumina MiSeq", "Sequel IIe", "GridION", "DNBSEQ-T7", "Ion S5"]
TYPES = [("alignment", "alignments", "cram"), ("sequencing_reads", "reads", "fastq.gz"), ("variant_calls", "variants", "vcf.gz"),
         ("genomic_ranges", "ranges", "bed.gz"), ("summarized_experiment", "counts", "tsv.gz"),
         ("single_cell_experiment", "cells", "h5"), ("report", "reports", "html"), ("generic_file", "files", "txt")]


class Zipf:
    """Draws items, the one of rank r (from 0) with a share of 1 / (r + shift)."""

    def __init__(self, items, shift):
        self.items, self.shares = items, list(itertools.accumulate(1 / (rank + shift) for rank in range(len(items))))

    def one(self, random):
        return self.items[bisect.bisect(self.shares, random.random() * self.shares[-1])]

    def several(self, random, count):
        return random.choices(self.items, cum_weights=self.shares, k=count)


def made_up_words(random, count):
    """Distinct words of small letters; the first ones are shorter."""
    starts = "b c d f g h k l m n p r s t v w z br ch cl cr dr fl gl gr pl pr sc sh sp st th tr".split()
    vowels = "a e i o u a e i o y ai ea io ou".split()
    ends = "n r s l t m d x st nd rm ct".split()
    words, seen = [], set()
    while len(words) < count:
        syllables = 2 + (len(words) > 400) * (random.random() < 0.7) + (len(words) > 8_000) * (random.random() < 0.5)
        word = "".join(random.choice(starts) + random.choice(vowels) for _ in range(syllables)) + random.choice(ends)
        if word not in seen:
            seen.add(word)
            words.append(word)
    return words


class Vocabulary:
    def __init__(self, random):
        self.words = made_up_words(random, WORDS)
        self.text = Zipf(self.words, 5)
        typical = self.words[200:6_000]
        self.expressions = Zipf([tuple(random.sample(typical, random.choice((2, 2, 3)))) for _ in range(EXPRESSIONS)], 10)
        letters = "ABCDEFGHIKLMNPRSTXZ"
        genes = {}
        while len(genes) < GENES:
            genes["".join(random.choices(letters, k=random.choice((3, 4, 4)))) + str(random.randint(1, 99))] = None
        self.genes = Zipf(list(genes), 20)
        keywords = {}
        while len(keywords) < KEYWORDS:
            keywords[" ".join(random.choices(self.words[300:], k=random.choice((1, 2, 2)))) + " study"] = None
        self.keywords = Zipf(list(keywords), 5)
        self.organisms = [row[:3] for row in ORGANISMS]
        self.organism_shares = [row[3] for row in ORGANISMS]
        self.tissues = Zipf(TISSUES + [f"{word} tissue" for word in self.words[500:549]], 3)
        self.cells = Zipf(CELLS + [f"{word} cell" for word in self.words[550:740]], 4)
        self.diseases = Zipf(DISEASES + [f"{word} syndrome" for word in self.words[740:1_030]], 2)
        self.assays, self.instruments = Zipf(ASSAYS, 2), Zipf(INSTRUMENTS, 1.5)
        self.strains = Zipf([f"strain {word}" for word in self.words[1_100:1_600]], 8)
        self.people = [f"{a.title()} {b.title()}" for a, b in zip(self.words[2_000:4_000], self.words[4_000:6_000])]
        self.types = Zipf(TYPES, 2)


class Project:
    def __init__(self, random, vocabulary, policy):
        self.policy = policy
        self.organism = random.choices(vocabulary.organisms, weights=vocabulary.organism_shares)[0]
        self.tissues = vocabulary.tissues.several(random, 4)
        self.diseases = vocabulary.diseases.several(random, 3)
        self.assays = vocabulary.assays.several(random, 2)
        self.strains = vocabulary.strains.several(random, 3)
        self.topic = vocabulary.text.several(random, 40)
        self.keywords = vocabulary.keywords.several(random, 5)
        self.lab = f"lab-{int(LABS * random.random() ** 2):03}"
        self.people = random.sample(vocabulary.people, 5)
        self.donors = [f"D{random.getrandbits(32) % 10_000_000:07}" for _ in range(30)]
        self.instrument = vocabulary.instruments.one(random)
        self.first_day = random.randrange(3_300)  # after 2014-01-01
        self.versions = 0


def date(day):
    """The day that is `day` days after 2014-01-01."""
    return str(datetime.date.fromordinal(735_234 + day))


def document(random, vocabulary, project, number, batch, processed):
    """A document, and the words of its texts."""
    chance = random.random
    kind, folder, suffix = vocabulary.types.one(random)
    sample = f"S{number:08}"
    organism, taxon, build = project.organism
    tissue, disease = random.choice(project.tissues), random.choice(project.diseases)
    cell = vocabulary.cells.one(random)
    assay, source, selection, aligner = random.choice(project.assays)
    genes = vocabulary.genes.several(random, 6)
    words = vocabulary.text.several(random, random.randint(75, 135))
    words += random.choices(project.topic, k=12)
    pieces = [" ".join(words[start:start + 12]) for start in range(0, len(words), 12)]
    expressions = vocabulary.expressions.several(random, 4)
    for expression in expressions:
        pieces.insert(random.randrange(len(pieces) + 1), " ".join(expression))
    description = ". ".join(pieces) + "."
    heading = vocabulary.text.several(random, 5)
    title = " ".join(heading)
    reads = int(10 ** (5 + 3.5 * chance()))
    coverage = round(10 ** (2.3 * chance()), 2)
    day = project.first_day + int(700 * chance())
    fields = {
        "$schema": kind + "/v1.json", "path": f"{folder}/{sample}.{suffix}", "title": title, "description": description,
        "organism": organism, "organism_taxon": taxon, "genome_build": build, "strain": random.choice(project.strains),
        "sex": "female" if chance() < 0.45 else "male" if chance() < 0.8 else "mixed",
        "tissue": tissue, "tissue_ontology": f"UBERON:{sum(tissue.encode()) * 7:07}",
        "cell_type": cell, "cell_type_ontology": f"CL:{sum(cell.encode()) * 7:07}",
        "disease": disease, "disease_ontology": f"MONDO:{sum(disease.encode()) * 7:07}",
        "assay": assay, "donor": random.choice(project.donors),
        "sample_ids": [sample] if chance() < 0.7 else [sample, f"S{number:08}b", f"S{number:08}c"],
        "batch": batch, "run": f"22{random.getrandbits(30):06X}LT3", "genes": genes,
        "keywords": list(dict.fromkeys([random.choice(project.keywords), vocabulary.keywords.one(random)])),
        "collected": date(day), "processed": processed, "age": int(90 * chance()), "reads": reads, "bases": reads * 150,
        "mean_coverage": coverage, "fraction_q30": round(0.75 + 0.24 * chance(), 3), "rin": round(5 + 5 * chance(), 1),
        "library": {"strategy": assay, "source": source, "selection": selection,
                    "layout": "paired" if chance() < 0.8 else "single"},
        "platform": {"name": "ILLUMINA", "instrument": project.instrument, "flow_cell": f"H{random.getrandbits(20):05X}DSX"},
        "software": [{"name": aligner, "version": f"2.{number % 7}.{number % 5}"}, {"name": "MultiQC", "version": "1.21"}],
        "contact": {"name": random.choice(project.people), "lab": project.lab},
        "archive": {"accession": f"SRR{number + 10_000_000}", "experiment": f"SRX{number // 4 + 1_000_000}"},
        "md5": f"{random.getrandbits(128):032x}", "license": "CC-BY-4.0" if chance() < 0.6 else "restricted",
    }
    words += heading
    for expression in expressions:
        words += expression
    return fields, words


def policies(random, projects):
    """One for each project and a few for versions; the groups that are named most come first."""
    groups = Zipf([f"group-{number:03}" for number in range(GROUPS)], 4)
    made = []
    for _ in range(projects + projects // 3):
        chance = random.random()
        viewers = list(dict.fromkeys(groups.several(random, random.choice((1, 2, 2, 3)))))
        viewers += [f"user-{random.randrange(USERS):04}" for _ in range(random.randrange(4))]
        made.append({
            "read": "public" if chance < 0.4 else "authenticated" if chance < 0.45 else "viewers",
            "owners": [f"user-{random.randrange(USERS):04}" for _ in range(random.choice((1, 1, 2)))],
            "viewers": viewers,
        })
    return made


def main(folder, count, seed):
    if os.path.exists(folder + "/queries.json"):
        return
    partial = folder + ".partial"
    shutil.rmtree(partial, ignore_errors=True)
    os.makedirs(partial)
    rng = random.Random(seed)
    vocabulary = Vocabulary(rng)
    project_count = max(1, round(count / DOCUMENTS_OF_PROJECT))
    rules = policies(rng, project_count)
    projects = [Project(rng, vocabulary, number) for number in range(project_count)]
    version_count = round(project_count * VERSIONS_OF_PROJECT)
    statistics = search_queries.Statistics(rng, vocabulary)
    weights = [min(rng.paretovariate(1.05), 250) for _ in range(version_count)]
    # Every version has a document; the rest is spread by weight.
    shares = list(itertools.accumulate(weights))
    ends = [version + 1 + int((count - version_count) * share / shares[-1]) for version, share in enumerate(shares)]
    ends[-1] = count
    write = json.JSONEncoder(separators=(",", ":")).encode
    number = 0
    with open(partial + "/documents.ndjson", "w", buffering=1 << 20) as documents, open(
            partial + "/uploads.ndjson", "w") as uploads:
        for version, end in enumerate(ends):
            place = version if version < project_count else int(project_count * rng.random())
            project = projects[place]
            project.versions += 1
            sealed = FIRST_SEAL + version * (3 * 365 * DAY // version_count)
            policy = project_count + int((len(rules) - project_count) * rng.random()) if rng.random() < 0.1 else None
            uploads.write(write({"project": f"PRJ{place + 1:05}", "version": str(project.versions), "policy": policy,
                                 "sealed": sealed, "count": end - number}) + "\n")
            processed = f"{datetime.date.fromordinal(719_163 + sealed // DAY)}T{version % 24:02}:{version % 60:02}:00Z"
            effective = project.policy if policy is None else policy
            for place in range(number, end):
                batch = f"B{version:05}-{(place - number) // 24}"
                fields, words = document(rng, vocabulary, project, place, batch, processed)
                documents.write(write(fields) + "\n")
                statistics.add(fields, words, effective)
            number = end
    user = {"user": "user-0001", "groups": [f"group-{number:03}" for number in range(20)]}
    names = {user["user"], *user["groups"]}
    readable = [place for place, rule in enumerate(rules)
                if rule["read"] != "viewers" or names.intersection(rule["owners"] + rule["viewers"])]
    public = [place for place, rule in enumerate(rules) if rule["read"] == "public"]
    contents = {
        "projects": {f"PRJ{place + 1:05}": project.policy for place, project in enumerate(projects)},
        "policies": rules, "callers": {**user, "readable": readable, "public": public},
        "queries": statistics.queries(rng),
    }
    for name, value in contents.items():
        with open(f"{partial}/{name}.json", "w") as file:
            json.dump(value, file, indent=None if name == "policies" else 1)
    shutil.rmtree(folder, ignore_errors=True)
    os.rename(partial, folder)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
