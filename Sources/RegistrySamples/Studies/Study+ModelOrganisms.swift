/// Studies of rats, fish, flies, worms, yeast and plants.
extension Study {
    static let modelOrganisms: [Study] = [
        Study(
            id: "demo-rnaseq-rat-kidney", title: "Kidneys of spontaneously hypertensive rats",
            summary: "Bulk RNA-seq of kidneys of hypertensive and control rats. For named colleagues until published.",
            subject: "kidney of hypertensive rats", organism: .rat, strain: "SHR/OlaIpcv", sex: "male", stage: "adult",
            tissue: .kidney, disease: .hypertension, assay: .rnaSeq,
            samples: SampleSet(
                prefix: "RK", count: 6, conditions: ["control", "hypertensive"], ageUnit: "wk", ages: 12...16),
            people: .viewers(["ana.silva", "lea.bernard"], "tomas.novak", "Nephrology"), keywords: ["bulk"],
            releases: [
                Release(
                    version: "1", created: "2026-02-02", samples: 6,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .single, compressed: false), .alignment(0, layout: .single),
                        .counts(.csv), .differentialExpression, .annotation(.gtf),
                    ])
            ]),
        Study(
            id: "demo-rnaseq-zebrafish-heart", title: "Regeneration of the zebrafish heart",
            summary: "Bulk RNA-seq of zebrafish hearts 7 days after removal of the apex, and of uninjured hearts.",
            subject: "regenerating zebrafish heart", organism: .zebrafish, strain: "AB", sex: "mixed", stage: "adult",
            tissue: .heart, treatment: "ventricular resection, 7 d", assay: .rnaSeq,
            samples: SampleSet(
                prefix: "ZH", count: 6, conditions: ["uninjured", "regenerating"], ageUnit: "mo", ages: 6...12),
            people: .everybody("lea.bernard", "Developmental Biology"), keywords: ["bulk", "regeneration"],
            releases: [
                Release(
                    version: "2026-03", created: "2026-03-16", samples: 4,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .single, compressed: true), .alignment(0, layout: .single),
                        .counts(.csv), .annotation(.gff3),
                    ]),
                Release(
                    version: "2026-05", created: "2026-05-11", samples: 6, notes: "One more pair of hearts.",
                    recipes: [
                        .sampleSheet, .reads(0, layout: .single, compressed: true),
                        .reads(1, layout: .single, compressed: true), .alignment(0, layout: .single), .counts(.csv),
                        .differentialExpression, .annotation(.gff3),
                    ]),
            ]),
        Study(
            id: "demo-rnaseq-fly-brain", title: "Daily rhythm of the fly brain",
            summary: "Bulk RNA-seq of fly brains at dawn and at dusk.", subject: "fly brain at dawn and dusk",
            organism: .fly, strain: "Canton-S", sex: "male", stage: "adult", tissue: .brain, assay: .rnaSeq,
            samples: SampleSet(prefix: "FB", count: 6, conditions: ["dawn", "dusk"], ageUnit: "d", ages: 5...7),
            people: .everybody("jun.tanaka", "Chronobiology"), keywords: ["bulk", "circadian"],
            releases: [
                Release(
                    version: "1", created: "2025-09-22", samples: 6,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .single, compressed: true), .alignment(0, layout: .single),
                        .counts(.tsv), .differentialExpression, .report(.markdown, kind: "methods", period: nil),
                    ])
            ]),
        Study(
            id: "demo-rnaseq-worm-ageing", title: "Ageing of long-lived worms",
            summary: "Bulk RNA-seq of daf-2 mutants and wild type at day 1 and day 10 of adulthood.",
            subject: "wild-type and daf-2 worms", organism: .worm, strain: "N2", sex: "hermaphrodite", stage: "adult",
            tissue: .wholeBody, assay: .rnaSeq,
            samples: SampleSet(prefix: "CE", count: 8, conditions: ["wild type", "daf-2"], ageUnit: "d", ages: 1...10),
            people: .everybody("ana.silva", "Neurogenomics"), keywords: ["bulk", "ageing"],
            releases: [
                Release(
                    version: "1", created: "2025-11-03", samples: 8,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .single, compressed: true),
                        .reads(1, layout: .single, compressed: true), .alignment(0, layout: .single), .counts(.csv),
                        .counts(.hdf5), .differentialExpression, .annotation(.gff3),
                    ])
            ]),
        Study(
            id: "demo-rnaseq-yeast-heat", title: "Heat shock of budding yeast",
            summary: "Bulk RNA-seq of yeast at 25 degrees Celsius and 20 minutes after a shift to 37.",
            subject: "yeast before and after heat shock", organism: .yeast, strain: "S288C",
            treatment: "heat shock 37 Cel, 20 min", assay: .rnaSeq,
            samples: SampleSet(prefix: "YH", count: 6, conditions: ["25C", "37C"], ageUnit: "h", ages: 4...6),
            people: .everybody("tomas.novak", "Teaching Laboratory"), keywords: ["bulk", "stress", "teaching"],
            releases: [
                Release(
                    version: "1", created: "2025-10-06", samples: 4, recipes: [.sampleSheet, .counts(.csv)]),
                Release(
                    version: "2", created: "2025-10-27", samples: 6, notes: "Third pair of cultures.",
                    recipes: [.sampleSheet, .counts(.csv), .differentialExpression]),
                Release(
                    version: "3", created: "2026-03-23", samples: 6, notes: "Adds reads and sequence for the course.",
                    recipes: [
                        .sampleSheet, .reference, .reads(0, layout: .single, compressed: false),
                        .alignment(0, layout: .single), .counts(.csv), .differentialExpression,
                    ]),
            ]),
        Study(
            id: "demo-rnaseq-thale-cress-drought", title: "Drought response of thale cress leaves",
            summary: "Bulk RNA-seq of rosette leaves, watered and after nine days without water.",
            subject: "thale cress leaves in drought", organism: .arabidopsis, strain: "Col-0", stage: "rosette",
            tissue: .leaf, treatment: "no water, 9 d", assay: .rnaSeq,
            samples: SampleSet(prefix: "AD", count: 6, conditions: ["watered", "dry"], ageUnit: "d", ages: 28...35),
            people: .authenticated("mira.okafor", "Plant Genomics"), keywords: ["bulk", "stress", "plant"],
            releases: [
                Release(
                    version: "1", created: "2026-05-04", samples: 6,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .single, compressed: true), .alignment(0, layout: .single),
                        .counts(.csv), .differentialExpression, .annotation(.gff3),
                        .report(.html, kind: "analysis", period: nil),
                    ])
            ]),
    ]
}
