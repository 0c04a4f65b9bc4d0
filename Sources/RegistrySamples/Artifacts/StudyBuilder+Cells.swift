internal import JSONDocument

/// Single cells.
extension StudyBuilder {
    /// Returns the matrix, and as its children the names of its rows and what is known of its columns.
    func cells(labels: [Term], count: Int, in release: Release) -> [Artifact] {
        let samples = sampleNames(in: release)
        var random = SampleRandom("cells of \(study.id)")
        let groups = (0..<count).map { _ in random.number(in: 0...(labels.count - 1)) }
        let barcodes = (0..<count).map { index in
            let bases = (0..<16).map { _ in random.pick(Array("ACGT".utf8)) }
            return "\(samples[index % samples.count])_\(String(decoding: bases, as: UTF8.self))"
        }
        let matrix = CountMatrix(
            named: "\(study.id) cells", genes: study.organism.genes, columns: barcodes, groups: groups, means: 0...6)
        let software: JSONValue = .programs(study.assay.aligner)
        let found = labels.enumerated().map { group, label -> JSONValue in
            let number = groups.count { $0 == group }
            return ["label": .string(label.label), "ontology": .string(label.id), "cells": .integer(number)]
        }
        var payload: JSONObject = [
            "file_format": "matrix_market", "compression": "none", "features": .integer(matrix.genes.count),
            "cells": .integer(count), "donors": .integer(samples.count), "suspension": "cell",
            "chemistry": .string(study.assay.term.label), "modalities": ["gene expression"],
            "assays": [["name": "counts", "values": "raw counts"]],
        ]
        payload["reduced_dimensions"] = [["name": "UMAP", "components": 2]]
        payload["cell_labels"] = .array(found)
        payload["clusters"] = .integer(labels.count)
        payload["doublets_removed"] = true
        payload["software"] = software
        return [
            artifact(
                "single_cell_experiment", at: "matrix/counts.mtx", matrix.matrixMarket(),
                title: "Counts of single cells of \(study.subject)", samples: samples, payload: payload, in: release),
            featureList(matrix, in: release),
            cellTable(barcodes, labels: groups.map { labels[$0] }, in: release),
        ]
    }

    private func featureList(_ matrix: CountMatrix, in release: Release) -> Artifact {
        artifact(
            "generic_file", at: "matrix/features.tsv",
            Array((matrix.genes.map { "\($0)\tGene Expression" }.joined(separator: "\n") + "\n").utf8),
            title: "Features of matrix/counts.mtx", samples: [],
            payload: ["format": "text/tab-separated-values", "compression": "none"], in: release, isChild: true)
    }

    private func cellTable(_ barcodes: [String], labels: [Term], in release: Release) -> Artifact {
        var random = SampleRandom("embedding of \(study.id)")
        var lines = ["barcode\tlabel\tontology\tumap_1\tumap_2"]
        for (barcode, label) in zip(barcodes, labels) {
            let centre = label.id.utf8.reduce(0) { $0 + Int($1) } % 13 - 6
            let place = [centre, -centre].map { String(thousandths: $0 * 1_000 + random.number(in: -900...900)) }
            lines.append("\(barcode)\t\(label.label)\t\(label.id)\t\(place.joined(separator: "\t"))")
        }
        return artifact(
            "generic_file", at: "matrix/cells.tsv", Array((lines.joined(separator: "\n") + "\n").utf8),
            title: "Cells of matrix/counts.mtx, with label and place", samples: sampleNames(in: release),
            payload: ["format": "text/tab-separated-values", "compression": "none"], in: release, isChild: true)
    }
}
