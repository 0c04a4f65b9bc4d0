internal import JSONDocument

/// Variant calls.
extension StudyBuilder {
    /// - Parameter origin: of somatic calls the first sample is the normal one, the second the tumour.
    func variants(_ origin: VariantOrigin, caller: Program, in release: Release) -> Artifact {
        let names = Array(sampleNames(in: release).prefix(origin == .somatic ? 2 : 6))
        let table = VariantTable(
            named: "\(study.id) \(origin.rawValue)", bases: bases, locus: study.organism.locus,
            ploidy: study.organism.ploidy, samples: names.count, normal: origin == .somatic ? 0 : nil)
        var payload: JSONObject = [
            "file_format": "vcf", "format_version": "4.3", "compression": "none", "origin": .string(origin.rawValue),
        ]
        if origin == .somatic, names.count == 2 {
            payload["tumor_sample"] = .string(names[1])
            payload["normal_sample"] = .string(names[0])
        }
        payload["variant_types"] = .array(
            table.kinds.map { ["label": .string($0.label), "ontology": .string($0.id)] })
        payload["caller"] = caller.document
        payload["variants"] = .integer(table.records.count)
        payload["passed_variants"] = .integer(table.passed)
        payload["phased"] = false
        let file = origin == .isolate ? "isolates" : origin.rawValue
        let kind =
            switch origin {
            case .germline: "Germline variants"
            case .somatic: "Somatic variants"
            case .isolate: "Variants between isolates"
            }
        let text = table.vcf(on: study.organism, samples: names, caller: caller, created: release.created)
        return artifact(
            "variant_calls", at: "variants/\(file).vcf", text, title: "\(kind) of \(study.subject)", samples: names,
            payload: payload, in: release)
    }
}
