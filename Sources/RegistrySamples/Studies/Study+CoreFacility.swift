/// What the facility keeps for everybody: references, and its own reports.
extension Study {
    static let coreFacility: [Study] = [
        Study(
            id: "demo-reference-human", title: "Human reference files of the core facility",
            summary: "Files that every human analysis of the facility starts from. Bases and places are synthetic.",
            subject: "the human reference", organism: .human, assay: .wholeGenome,
            samples: SampleSet(prefix: "RH", count: 1, conditions: ["reference"], ageUnit: "a", ages: 30...40),
            people: .everybody("core.facility", "Genomics Core Facility"),
            keywords: ["reference", "annotation"],
            releases: [
                Release(
                    version: "2025.1", created: "2025-06-02", samples: 1,
                    recipes: [.reference, .annotation(.gtf), .ranges(.exclusions), .ranges(.targets)]),
                Release(
                    version: "2026.1", created: "2026-01-12", samples: 1, notes: "Adds the gene models as GFF3.",
                    recipes: [
                        .reference, .annotation(.gtf), .annotation(.gff3), .ranges(.exclusions), .ranges(.targets),
                    ]),
            ]),
        Study(
            id: "demo-reference-mouse", title: "Mouse reference files of the core facility",
            summary: "Files that every mouse analysis of the facility starts from. Bases and places are synthetic.",
            subject: "the mouse reference", organism: .mouse, strain: "C57BL/6J", assay: .wholeGenome,
            samples: SampleSet(prefix: "RM", count: 1, conditions: ["reference"], ageUnit: "wk", ages: 8...12),
            people: .everybody("core.facility", "Genomics Core Facility"),
            keywords: ["reference", "annotation"],
            releases: [
                Release(
                    version: "2026.1", created: "2026-01-12", samples: 1,
                    recipes: [.reference, .annotation(.gtf), .annotation(.gff3), .ranges(.exclusions)])
            ]),
        Study(
            id: "demo-core-reports", title: "Quarterly quality of the sequencing runs",
            summary: "How the facility's instruments did in one quarter, measured on control libraries of K-562.",
            subject: "the facility's control libraries", organism: .human, sex: "female", cellLine: .k562,
            disease: .leukemia, assay: .wholeGenome,
            samples: SampleSet(prefix: "QC", count: 6, conditions: ["control"], ageUnit: "d", ages: 1...90),
            people: .authenticated("core.facility", "Genomics Core Facility"),
            keywords: ["quality control"],
            releases: [
                Release(
                    version: "2025-Q4", created: "2026-01-05", samples: 4,
                    recipes: [
                        .sampleSheet,
                        .report(.html, kind: "quality control", period: Period(start: "2025-10-01", end: "2025-12-31")),
                    ]),
                Release(
                    version: "2026-Q1", created: "2026-04-02", samples: 6,
                    notes: "Two control libraries more, for the second flow cell.",
                    recipes: [
                        .sampleSheet, .reads(0, layout: .paired, compressed: true),
                        .report(.html, kind: "quality control", period: Period(start: "2026-01-01", end: "2026-03-31")),
                        .report(.markdown, kind: "summary", period: nil),
                    ]),
            ]),
    ]
}
