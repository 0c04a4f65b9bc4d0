/// Studies of mice.
extension Study {
    static let mouse: [Study] = [
        Study(
            id: "demo-rnaseq-mouse-brain", title: "Hippocampus of a mouse model of Alzheimer disease",
            summary: "Bulk RNA-seq of the hippocampus of transgenic mice and their littermates.",
            subject: "mouse hippocampus in an Alzheimer model", organism: .mouse, strain: "C57BL/6J", sex: "mixed",
            stage: "6 months", tissue: .hippocampus, disease: .alzheimer, assay: .rnaSeq,
            samples: SampleSet(
                prefix: "MB", count: 8, conditions: ["wild type", "transgenic"], ageUnit: "wk", ages: 24...27),
            people: .everybody("ana.silva", "Neurogenomics"), keywords: ["bulk", "neurodegeneration"],
            releases: [
                Release(
                    version: "1", created: "2025-10-20", samples: 4,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .single, compressed: true), .alignment(0, layout: .single),
                        .counts(.tsv),
                    ]),
                Release(
                    version: "2", created: "2026-02-16", samples: 8, notes: "Second litter.",
                    recipes: [
                        .sampleSheet, .reads(0, layout: .single, compressed: true),
                        .reads(4, layout: .single, compressed: true), .alignment(0, layout: .single),
                        .alignment(4, layout: .single), .counts(.tsv), .counts(.hdf5), .differentialExpression,
                        .report(.html, kind: "analysis", period: nil),
                    ]),
            ]),
        Study(
            id: "demo-chip-mouse-heart", title: "Active enhancers of the failing mouse heart",
            summary: "ChIP-seq of H3K27ac in left ventricles after aortic banding and after sham surgery.",
            subject: "mouse heart after aortic banding", organism: .mouse, strain: "C57BL/6J", sex: "male",
            stage: "adult", tissue: .heart, disease: .heartFailure, treatment: "transverse aortic constriction, 4 wk",
            assay: .chipSeq,
            samples: SampleSet(prefix: "MH", count: 4, conditions: ["sham", "banded"], ageUnit: "wk", ages: 10...14),
            people: .everybody("lea.bernard", "Chromatin Biology"), keywords: ["epigenome", "enhancer"],
            releases: [
                Release(
                    version: "1", created: "2026-03-09", samples: 4,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .single, compressed: true),
                        .reads(1, layout: .single, compressed: true), .alignment(0, layout: .single),
                        .alignment(1, layout: .single), .ranges(.peaks(mark: "H3K27ac")),
                        .alignment(2, layout: .single), .report(.html, kind: "quality control", period: nil),
                    ])
            ]),
        Study(
            id: "demo-scrna-mouse-pancreas", title: "Islet cells of non-obese diabetic mice",
            summary: "Single-cell RNA-seq of pancreatic islets before and after the onset of diabetes.",
            subject: "pancreatic islets of diabetic mice", organism: .mouse, strain: "NOD/ShiLtJ", sex: "female",
            stage: "adult", tissue: .pancreas, disease: .type1Diabetes, assay: .singleCellRNA,
            samples: SampleSet(prefix: "MP", count: 3, conditions: ["before", "after"], ageUnit: "wk", ages: 8...20),
            people: .everybody("ana.silva", "Metabolism"), keywords: ["single cell", "diabetes"],
            releases: [
                Release(
                    version: "1", created: "2026-01-30", samples: 3,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .paired, compressed: true),
                        .cells(labels: [.pancreaticBCell, .pancreaticACell, .pancreaticDCell, .macrophage], count: 48),
                        .report(.markdown, kind: "analysis", period: nil),
                        .protocolText(
                            "Perfuse with collagenase P through the bile duct. Pick islets by hand. Load 8 000 cells."),
                    ])
            ]),
        Study(
            id: "demo-wgbs-mouse-embryo", title: "DNA methylation in the mouse embryo",
            summary: "Whole genome bisulfite sequencing of embryos. Not published: for its owner only.",
            subject: "the mouse embryo", organism: .mouse, strain: "C57BL/6J", sex: "unknown",
            stage: "embryonic day 8.5", tissue: .embryo, disease: .normal, assay: .bisulfiteSeq,
            samples: SampleSet(prefix: "MM", count: 2, conditions: ["embryo"], ageUnit: "d", ages: 8...9),
            people: .owners("ana.silva", "Developmental Biology"), keywords: ["epigenome", "methylation"],
            releases: [
                Release(
                    version: "1", created: "2026-04-20", samples: 2,
                    recipes: [
                        .sampleSheet, .reads(0, layout: .paired, compressed: true), .alignment(0, layout: .paired),
                        .ranges(.methylation), .report(.html, kind: "quality control", period: nil),
                    ])
            ]),
    ]
}
