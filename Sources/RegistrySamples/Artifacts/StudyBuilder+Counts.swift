internal import JSONDocument

/// Tables of counts of bulk samples.
extension StudyBuilder {
    func counts(_ format: CountFormat, in release: Release) -> Artifact {
        let matrix = bulkCounts(in: release)
        let levels = study.samples.conditions
        var payload: JSONObject = [
            "file_format": .string(format.rawValue), "compression": "none",
            "dimensions": [.integer(matrix.genes.count), .integer(matrix.columns.count)],
            "assays": [["name": "counts", "values": "raw counts"]], "feature_type": "gene",
            "feature_ontology": .string(Term.gene.id), "feature_ids": .string(study.organism.geneIDs),
            "row_data": [["name": "gene", "type": "string", "description": "Symbol of the gene."]],
        ]
        payload["column_data"] = [["name": "condition", "type": "factor", "levels": .strings(levels)]]
        if levels.count > 1 { payload["design"] = "~ condition" }
        payload["software"] = .programs(study.assay.aligner, .featureCounts)
        let data =
            switch format {
            case .csv: matrix.table(separator: ",")
            case .tsv: matrix.table(separator: "\t")
            case .hdf5: HDF5File.file(of: matrix)
            }
        return artifact(
            "summarized_experiment", at: "counts/gene_counts.\(format == .hdf5 ? "h5" : format.rawValue)", data,
            title: "Gene counts of \(study.subject)", samples: matrix.columns, payload: payload, in: release)
    }

    /// A ratio and a simple score per gene, computed from the counts in whole numbers.
    func differentialExpression(in release: Release) -> Artifact {
        let matrix = bulkCounts(in: release)
        let groups = matrix.columns.indices.map { $0 % study.samples.conditions.count }
        var lines = ["gene\tmean_\(study.samples.condition(0))\tmean_\(study.samples.condition(1))\tratio"]
        for (gene, row) in zip(matrix.genes, matrix.counts) {
            let means = (0...1).map { group in
                let values = zip(row, groups).filter { $0.1 == group }.map(\.0)
                return values.reduce(0, +) * 1_000 / max(1, values.count)
            }
            let ratio = (means[1] + 1_000) * 1_000 / (means[0] + 1_000)
            lines.append(([gene] + (means + [ratio]).map { String(thousandths: $0) }).joined(separator: "\t"))
        }
        let payload: JSONObject = [
            "file_format": "tsv", "compression": "none", "dimensions": [.integer(matrix.genes.count), 3],
            "assays": [["name": "ratio", "values": "ratio"]],
            "feature_type": "gene", "feature_ontology": .string(Term.gene.id),
            "feature_ids": .string(study.organism.geneIDs), "design": "~ condition",
        ]
        return artifact(
            "summarized_experiment", at: "results/differential_expression.tsv",
            Array((lines.joined(separator: "\n") + "\n").utf8), title: "Differential expression of \(study.subject)",
            samples: matrix.columns, payload: payload, in: release)
    }

    private func bulkCounts(in release: Release) -> CountMatrix {
        let names = sampleNames(in: release)
        return CountMatrix(
            named: study.id, genes: study.organism.genes, columns: names,
            groups: names.indices.map { $0 % study.samples.conditions.count }, means: 20...6_000)
    }
}
