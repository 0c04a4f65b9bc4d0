/// Studies of bacteria and viruses.
extension Study {
    static let microbes: [Study] = [
        Study(
            id: "demo-wgs-ecoli-ward", title: "Resistant Escherichia coli on one ward",
            summary: "Whole genomes of isolates from one hospital ward, compared to see who infected whom.",
            subject: "E. coli isolates of one ward", organism: .bacterium, strain: "K-12 MG1655 (reference)",
            assay: .wholeGenome,
            samples: SampleSet(prefix: "EC", count: 6, conditions: ["urine", "blood"], ageUnit: "d", ages: 1...3),
            people: .everybody("sara.haddad", "Clinical Microbiology"), keywords: ["outbreak", "resistance"],
            releases: [
                Release(
                    version: "1", created: "2026-02-27", samples: 4,
                    recipes: [
                        .sampleSheet, .reference, .reads(0, layout: .paired, compressed: true),
                        .variants(.isolate, caller: .bcftools),
                    ]),
                Release(
                    version: "2", created: "2026-03-27", samples: 6,
                    notes: "Two isolates more, from March's screening.",
                    recipes: [
                        .sampleSheet, .reference, .annotation(.gff3), .reads(0, layout: .paired, compressed: true),
                        .alignment(0, layout: .paired), .alignment(1, layout: .paired),
                        .variants(.isolate, caller: .bcftools), .report(.html, kind: "analysis", period: nil),
                    ]),
            ]),
        Study(
            id: "demo-amplicon-sarscov2", title: "Surveillance of SARS-CoV-2 in waste water",
            summary: "Tiled amplicons of SARS-CoV-2 from waste water of two towns, week by week.",
            subject: "SARS-CoV-2 in waste water", organism: .coronavirus, disease: .covid19, assay: .amplicon,
            samples: SampleSet(prefix: "SW", count: 6, conditions: ["town A", "town B"], ageUnit: "d", ages: 0...2),
            people: .everybody("sara.haddad", "Public Health"), keywords: ["surveillance", "virus"],
            releases: [
                Release(
                    version: "2026-w10", created: "2026-03-08", samples: 4,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .single, compressed: false), .alignment(0, layout: .single),
                        .variants(.isolate, caller: .ivar),
                    ]),
                Release(
                    version: "2026-w11", created: "2026-03-15", samples: 6, notes: "Week 11 added.",
                    recipes: [
                        .sampleSheet, .reference, .reads(0, layout: .single, compressed: false),
                        .alignment(0, layout: .single), .variants(.isolate, caller: .ivar),
                        .report(.markdown, kind: "summary", period: Period(start: "2026-03-02", end: "2026-03-15")),
                    ]),
            ]),
    ]
}
