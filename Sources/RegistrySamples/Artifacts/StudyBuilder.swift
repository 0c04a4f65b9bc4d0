internal import Crypto
internal import JSONDocument

/// Makes the project of one study: its files and their documents, release by release.
struct StudyBuilder {
    let study: Study
    /// The invented bases of the study's locus.
    let bases: [UInt8]

    init(_ study: Study) {
        self.study = study
        bases = Locus.bases(named: study.id)
    }

    func project() -> SampleProject {
        SampleProject(
            id: study.id, title: study.title, permissions: study.people.permissions,
            versions: study.releases.map { release in
                let artifacts = release.recipes.flatMap { make($0, in: release) }
                return SampleVersion(version: release.version, files: artifacts.flatMap(\.files))
            })
    }

    private func make(_ recipe: Recipe, in release: Release) -> [Artifact] {
        switch recipe {
        case .sampleSheet: [sampleSheet(in: release)]
        case .reference: [reference(in: release)]
        case .annotation(let format): [annotation(format, in: release)]
        case .reads(let sample, let layout, let compressed):
            reads(of: sample, layout: layout, compressed: compressed, in: release)
        case .alignment(let sample, let layout): [alignment(of: sample, layout: layout, in: release)]
        case .variants(let origin, let caller): [variants(origin, caller: caller, in: release)]
        case .ranges(let kind): [ranges(kind, in: release)]
        case .counts(let format): [counts(format, in: release)]
        case .differentialExpression: [differentialExpression(in: release)]
        case .cells(let labels, let count): cells(labels: labels, count: count, in: release)
        case .report(let format, let kind, let period): [report(format, kind: kind, period: period, in: release)]
        case .protocolText(let text): [protocolText(text, in: release)]
        case .redirection(let name, let target): [redirection(from: name, to: target)]
        }
    }

    /// The names of the samples in `release`.
    func sampleNames(in release: Release) -> [String] { (0..<release.samples).map(study.samples.name) }
}

extension StudyBuilder {
    /// Returns the artifact of `data` with all that its document shares with the others of the study.
    ///
    /// - Parameters:
    ///   - type: name of the folder in `schemas/`.
    ///   - samples: names of the samples in it; left out of the document when empty.
    ///   - payload: the object that the document holds under the name of its type.
    ///   - placed: whether its coordinates or features refer to the assembly.
    func artifact(
        _ type: String, at path: String, _ data: [UInt8], title: String, samples: [String], payload: JSONObject,
        in release: Release, placed: Bool = true, isChild: Bool = false
    ) -> Artifact {
        var document = JSONObject()
        document["$schema"] = .string("\(type)/v1.json")
        document["path"] = .string(path)
        document["title"] = .string(title)
        document["description"] = .string(study.summary)
        document.set("notes", release.notes)
        document.set("organism", study.organism.species, ontology: "organism_taxon")
        document.set("strain", study.strain)
        document.set("sex", study.sex)
        document.set("developmental_stage", study.stage)
        document.set("tissue", study.tissue)
        document.set("cell_type", study.cellType)
        document.set("cell_line", study.cellLine)
        document.set("disease", study.disease)
        document.set("treatment", study.treatment)
        if !samples.isEmpty { document["sample_ids"] = .strings(samples) }
        document.set("assay", study.assay.term)
        if placed {
            document["genome_build"] = .string(study.organism.build)
            document["gene_annotation"] = .string(study.organism.annotation)
        }
        document["md5sum"] = .string(Self.md5(data))
        document["created"] = .string(release.created)
        document["submitter"] = .string(study.people.submitter)
        document["laboratory"] = .string(study.people.laboratory)
        if !study.keywords.isEmpty { document["keywords"] = .strings(study.keywords) }
        if study.people.permissions.readAccess == "public" { document["license"] = "CC0-1.0" }
        if isChild { document["is_child"] = true }
        document[type] = .object(payload)
        return Artifact(path: path, data: data, document: document)
    }

    /// Returns the MD5 of `data` as 32 lower-case hexadecimal digits.
    private static func md5(_ data: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = Insecure.MD5.hash(data: data).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
