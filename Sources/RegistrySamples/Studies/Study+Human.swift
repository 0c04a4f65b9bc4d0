/// Studies of patients, volunteers and human cells.
extension Study {
    static let human: [Study] = [
        Study(
            id: "demo-rnaseq-liver", title: "Transcriptomes of liver tumours and adjacent tissue",
            summary: "Bulk RNA-seq of surgically removed hepatocellular carcinomas and the liver next to them.",
            subject: "hepatocellular carcinoma and adjacent liver", organism: .human, sex: "mixed", stage: "adult",
            tissue: .liver, disease: .liverCarcinoma, assay: .rnaSeq,
            samples: SampleSet(
                prefix: "HL", count: 8, conditions: ["adjacent", "tumour"], ageUnit: "a", ages: 41...78),
            people: .everybody("mira.okafor", "Hepatology"), keywords: ["cancer", "bulk"],
            releases: [
                Release(
                    version: "1", created: "2026-01-19", samples: 4,
                    recipes: [.sampleSheet, .reads(0, layout: .paired, compressed: true), .counts(.csv)]),
                Release(
                    version: "2", created: "2026-02-23", samples: 8, notes: "Four samples more; counts made anew.",
                    recipes: [
                        .sampleSheet, .reads(0, layout: .paired, compressed: true),
                        .reads(1, layout: .paired, compressed: true), .alignment(0, layout: .paired),
                        .alignment(1, layout: .paired), .counts(.csv), .differentialExpression,
                        .report(.html, kind: "quality control", period: nil),
                        .redirection(from: "counts/current", to: .local("counts/gene_counts.csv")),
                    ]),
                Release(
                    version: "3", created: "2026-04-13", samples: 8, notes: "Counts also as HDF5.",
                    recipes: [
                        .sampleSheet, .alignment(0, layout: .paired), .alignment(1, layout: .paired), .counts(.csv),
                        .counts(.hdf5), .differentialExpression, .report(.markdown, kind: "analysis", period: nil),
                        .redirection(from: "counts/current", to: .local("counts/gene_counts.h5")),
                    ]),
            ]),
        Study(
            id: "demo-scrna-pbmc", title: "Blood cells of healthy volunteers",
            summary: "Single-cell RNA-seq of peripheral blood mononuclear cells of two healthy volunteers.",
            subject: "peripheral blood mononuclear cells", organism: .human, sex: "mixed", stage: "adult",
            tissue: .blood, cellType: .bloodMononuclearCell, disease: .normal, assay: .singleCellRNA,
            samples: SampleSet(prefix: "PB", count: 2, conditions: ["healthy"], ageUnit: "a", ages: 23...51),
            people: .everybody("jun.tanaka", "Immunology"), keywords: ["single cell", "immune"],
            releases: [
                Release(
                    version: "1", created: "2026-02-09", samples: 2,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .paired, compressed: true),
                        .cells(labels: [.cd4TCell, .cd8TCell, .bCell, .naturalKillerCell, .monocyte], count: 60),
                        .report(.html, kind: "analysis", period: nil),
                    ])
            ]),
        Study(
            id: "demo-hic-k562", title: "Chromatin contacts of a leukaemia cell line",
            summary: "Hi-C of K-562 before and after 24 hours of imatinib, with the chromatin domains found.",
            subject: "K-562 with and without imatinib", organism: .human, sex: "female", cellLine: .k562,
            disease: .leukemia, treatment: "imatinib 1 uM, 24 h", assay: .hiC,
            samples: SampleSet(prefix: "HK", count: 4, conditions: ["vehicle", "imatinib"], ageUnit: "d", ages: 1...4),
            people: .everybody("lea.bernard", "Chromatin Biology"), keywords: ["epigenome", "3D genome"],
            releases: [
                Release(
                    version: "1", created: "2025-11-17", samples: 4,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .paired, compressed: true),
                        .reads(1, layout: .paired, compressed: true), .alignment(0, layout: .paired),
                        .alignment(1, layout: .paired), .ranges(.domains),
                        .report(.markdown, kind: "analysis", period: nil),
                        .protocolText(
                            "Fix 2 million cells in 1 % formaldehyde for 10 min. Quench with glycine. Digest overnight."
                        ),
                    ])
            ]),
        Study(
            id: "demo-wgs-trio", title: "Genomes of a family with cystic fibrosis",
            summary: "Whole genomes of an affected child and both parents. For named colleagues only.",
            subject: "a family with cystic fibrosis", organism: .human, sex: "mixed", tissue: .blood,
            disease: .cysticFibrosis, assay: .wholeGenome,
            samples: SampleSet(
                prefix: "TR", count: 3, conditions: ["child", "mother", "father"], ageUnit: "a", ages: 6...44),
            people: .viewers(["jun.tanaka", "sara.haddad"], "tomas.novak", "Clinical Genetics"),
            keywords: ["rare disease", "trio"],
            releases: [
                Release(
                    version: "1", created: "2026-03-02", samples: 3,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .paired, compressed: true), .alignment(0, layout: .paired),
                        .alignment(1, layout: .paired), .alignment(2, layout: .paired),
                        .variants(.germline, caller: .deepVariant),
                        .report(.html, kind: "quality control", period: nil),
                    ])
            ]),
        Study(
            id: "demo-wes-melanoma", title: "Exomes of melanomas and matched blood",
            summary: "Exome sequencing of a melanoma and of the patient's blood, with somatic calls.",
            subject: "melanoma with matched blood", organism: .human, sex: "male", stage: "adult", tissue: .skin,
            disease: .melanoma, assay: .exome,
            samples: SampleSet(prefix: "ME", count: 4, conditions: ["blood", "tumour"], ageUnit: "a", ages: 36...81),
            people: .viewers(["mira.okafor"], "sara.haddad", "Oncology"), keywords: ["cancer", "somatic"],
            releases: [
                Release(
                    version: "1", created: "2026-01-26", samples: 2,
                    recipes: [
                        .sampleSheet, .ranges(.targets), .alignment(0, layout: .paired),
                        .alignment(1, layout: .paired), .variants(.somatic, caller: .mutect),
                    ]),
                Release(
                    version: "2", created: "2026-03-30", samples: 4, notes: "A second patient; targets by reference.",
                    recipes: [
                        .sampleSheet, .alignment(0, layout: .paired), .alignment(1, layout: .paired),
                        .alignment(2, layout: .paired), .alignment(3, layout: .paired),
                        .variants(.somatic, caller: .mutect), .report(.html, kind: "quality control", period: nil),
                        .redirection(
                            from: "regions/targets", to: .remote("demo-reference-human:regions/targets.bed@2026.1")),
                    ]),
            ]),
        Study(
            id: "demo-atac-tcells", title: "Open chromatin of T cells on activation",
            summary: "ATAC-seq of CD8-positive T cells at rest and after stimulation. For everybody with an account.",
            subject: "CD8-positive T cells at rest and activated", organism: .human, stage: "adult", tissue: .blood,
            cellType: .cd8TCell, disease: .normal, treatment: "anti-CD3/CD28 beads, 24 h", assay: .atacSeq,
            samples: SampleSet(prefix: "AT", count: 6, conditions: ["rest", "activated"], ageUnit: "a", ages: 22...47),
            people: .authenticated("jun.tanaka", "Immunology"), keywords: ["epigenome", "immune"],
            releases: [
                Release(
                    version: "v1.0", created: "2025-12-08", samples: 6,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .paired, compressed: false), .alignment(0, layout: .paired),
                        .alignment(1, layout: .paired), .alignment(2, layout: .paired), .ranges(.peaks(mark: nil)),
                        .report(.markdown, kind: "methods", period: nil),
                    ])
            ]),
    ]
}
