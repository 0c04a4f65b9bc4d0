internal import JSONDocument

/// What people write and read: sample sheets, reports, protocols; and second names.
extension StudyBuilder {
    func sampleSheet(in release: Release) -> Artifact {
        var random = SampleRandom("samples of \(study.id)")
        var lines = ["sample_id,condition,age,batch,concentration,rin"]
        for sample in 0..<release.samples {
            let fields = [
                study.samples.name(sample), study.samples.condition(sample),
                String(random.number(in: study.samples.ages)), "B\(sample / 4 + 1)",
                String(thousandths: random.number(in: 8_000...92_000)),
                String(thousandths: random.number(in: 6_800...9_900)),
            ]
            lines.append(fields.joined(separator: ","))
        }
        let condition: JSONValue = [
            "name": "condition", "type": "factor", "description": "Group of the comparison.",
            "levels": .strings(study.samples.conditions),
        ]
        let age: JSONValue = [
            "name": "age", "type": "integer", "description": "Age at sampling.",
            "unit": .string(study.samples.ageUnit),
        ]
        let columns: [JSONValue] = [
            ["name": "sample_id", "type": "string", "description": "Name of the sample."], condition, age,
            ["name": "batch", "type": "string", "description": "Samples that were prepared together."],
            ["name": "concentration", "type": "number", "description": "Nucleic acid.", "unit": "ng/uL"],
            ["name": "rin", "type": "number", "description": "Integrity of the RNA or DNA, from 1 to 10."],
        ]
        return artifact(
            "sample_sheet", at: "samples.csv", Array((lines.joined(separator: "\n") + "\n").utf8),
            title: "Samples of \(study.subject)", samples: sampleNames(in: release),
            payload: [
                "file_format": "csv", "rows": .integer(release.samples), "unit": "sample", "id_column": "sample_id",
                "columns": .array(columns),
            ], in: release, placed: false)
    }

    func report(_ format: ReportFormat, kind: String, period: Period?, in release: Release) -> Artifact {
        var random = SampleRandom("report of \(study.id) \(release.version)")
        let rows = sampleNames(in: release).map { name in
            let reads = "\(random.number(in: 18...64)).\(random.number(in: 0...9)) M"
            return ReportPage.Row(name: name, reads: reads, q30: "\(random.number(in: 88...96)) %")
        }
        let page = ReportPage(
            title: "\(study.title): \(kind)", paragraphs: [study.summary, release.notes].compactMap(\.self), rows: rows)
        var payload: JSONObject = [
            "file_format": .string(format.rawValue), "kind": .string(kind), "language": "en",
        ]
        if kind == "quality control" {
            payload["verdict"] = random.chance(percent: 80) ? "passed" : "passed with remarks"
        }
        if let period {
            payload["period_start"] = .string(period.start)
            payload["period_end"] = .string(period.end)
        }
        payload["software"] = .programs(.multiQC)
        let name = kind.replacing(" ", with: "_") + (format == .html ? ".html" : ".md")
        return artifact(
            "report", at: "reports/\(name)", format == .html ? page.html() : page.markdown(),
            title: "\(kind.prefix(1).uppercased())\(kind.dropFirst()) of \(study.subject)",
            samples: sampleNames(in: release), payload: payload, in: release)
    }

    func protocolText(_ text: String, in release: Release) -> Artifact {
        artifact(
            "generic_file", at: "docs/protocol.txt", Array((text + "\n").utf8),
            title: "Protocol for \(study.subject)", samples: [],
            payload: ["format": "text/plain", "compression": "none"], in: release, placed: false)
    }

    func redirection(from name: String, to target: RedirectionTarget) -> Artifact {
        let (type, location) =
            switch target {
            case .local(let path): ("local", path)
            case .remote(let id): ("remote", id)
            }
        let document: JSONObject = [
            "$schema": "redirection/v1.json", "path": .string(name), "title": "Another name of \(location)",
            "redirection": ["targets": [["type": .string(type), "location": .string(location)]]],
        ]
        return Artifact(path: name, data: nil, document: document)
    }
}
