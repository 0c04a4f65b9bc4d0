internal import JSONDocument

/// Ranges on the assembly and gene models.
extension StudyBuilder {
    func ranges(_ kind: RangeKind, in release: Release) -> Artifact {
        switch kind {
        case .targets:
            let table = intervals("targets", count: 24, lengths: 120...320, gaps: 200...3_000)
            return ranges(
                table, table.bed(prefix: "target_"), at: "regions/targets.bed", format: "bed",
                title: "Captured exons", feature: .exon, in: release, also: ["stranded": true])
        case .exclusions:
            let table = intervals("exclusions", count: 16, lengths: 400...9_000, gaps: 5_000...90_000)
            return ranges(
                table, table.bed(prefix: "excluded_"), at: "regions/excluded.bed", format: "bed",
                title: "Regions to leave out on \(study.organism.build)", feature: nil, in: release,
                also: ["stranded": true])
        case .peaks(let mark):
            let table = intervals("peaks", count: 36, lengths: 180...1_600, gaps: 300...12_000)
            var more: JSONObject = ["stranded": false, "score": "fold enrichment", "q_value_cutoff": 0.01]
            if let mark { more["target"] = .string(mark) }
            more["software"] = .programs(study.assay.aligner, .macs)
            let name = mark ?? "accessible"
            return ranges(
                table, table.narrowPeak(prefix: "\(name)_peak_"), at: "peaks/\(name).narrowPeak",
                format: "narrowPeak", title: "\(mark ?? "Open chromatin") peaks of \(study.subject)",
                feature: mark == nil ? .openChromatin : .histoneModification, in: release, also: more)
        case .methylation:
            let table = intervals("methylation", count: 120, lengths: 1...1, gaps: 3...160)
            return ranges(
                table, table.bedGraph(name: "CpG methylation"), at: "methylation/cpg.bedGraph", format: "bedGraph",
                title: "CpG methylation of \(study.subject)", feature: .methylatedCytosine, in: release,
                also: ["stranded": false, "score": "methylated fraction", "software": .programs(.methylDackel)])
        case .domains:
            let table = intervals("domains", count: 28, lengths: 200_000...900_000, gaps: 0...40_000)
            return ranges(
                table, table.bed(prefix: "domain_"), at: "contacts/domains.bed", format: "bed",
                title: "Chromatin domains of \(study.subject)", feature: .chromatinDomain, in: release,
                also: ["stranded": false, "score": "boundary strength", "software": .programs(.cooltools)])
        }
    }

    func annotation(_ format: AnnotationFormat, in release: Release) -> Artifact {
        let models = GeneModels(of: study.organism, named: study.id)
        let payload: JSONObject = [
            "file_format": .string(format.rawValue), "compression": "none", "coordinates": "1-based closed",
            "feature_type": .string(Term.gene.label), "feature_ontology": .string(Term.gene.id),
            "ranges": .integer(models.genes.count), "sorted": true, "stranded": true,
        ]
        return artifact(
            "genomic_ranges", at: "annotation/genes.\(format.rawValue)", format == .gff3 ? models.gff3() : models.gtf(),
            title: "Gene models for \(study.subject)", samples: [], payload: payload, in: release)
    }

    private func intervals(
        _ name: String, count: Int, lengths: ClosedRange<Int>, gaps: ClosedRange<Int>
    ) -> IntervalTable {
        IntervalTable(
            named: "\(study.id) \(name)", on: study.organism.locus, count: count, lengths: lengths, gaps: gaps)
    }

    private func ranges(
        _ table: IntervalTable, _ text: [UInt8], at path: String, format: String, title: String, feature: Term?,
        in release: Release, also more: JSONObject
    ) -> Artifact {
        var payload: JSONObject = [
            "file_format": .string(format), "compression": "none", "coordinates": "0-based half-open",
        ]
        payload.set("feature_type", feature, ontology: "feature_ontology")
        payload["ranges"] = .integer(table.intervals.count)
        payload["bases"] = .integer(table.bases)
        payload["sorted"] = true
        for (key, value) in more { payload[key] = value }
        // Captured and excluded regions belong to the assembly, not to samples.
        let samples = path.hasPrefix("regions/") ? [] : sampleNames(in: release)
        return artifact(
            "genomic_ranges", at: path, text, title: title, samples: samples, payload: payload, in: release)
    }
}
