internal import JSONDocument

/// Reference sequence, reads and alignments.
extension StudyBuilder {
    func reference(in release: Release) -> Artifact {
        let locus = study.organism.locus
        return artifact(
            "generic_file", at: "reference/locus.fa", locus.fasta(bases),
            title: "Reference sequence at \(locus.contig):\(locus.start + 1)", samples: [],
            payload: ["format": "text/x-fasta", "compression": "none"], in: release)
    }

    func reads(of sample: Int, layout: ReadLayout, compressed: Bool, in release: Release) -> [Artifact] {
        let name = study.samples.name(sample)
        let set = readSet(of: sample, layout: layout)
        let suffix = compressed ? ".fastq.gz" : ".fastq"
        return (layout == .paired ? [1, 2] : [nil]).map { (mate: Int?) in
            let text = set.fastq(mate: mate)
            var payload: JSONObject = [
                "file_format": "fastq", "compression": compressed ? "gzip" : "none", "layout": .string(layout.rawValue),
            ]
            if let mate {
                payload["mate"] = .string(String(mate))
                payload["mate_path"] = .string("reads/\(name)_R\(3 - mate)\(suffix)")
            }
            payload["library_strategy"] = .string(study.assay.strategy)
            payload["library_source"] = .string(study.assay.source)
            payload["library_selection"] = .string(study.assay.selection)
            payload["platform"] = "ILLUMINA"
            payload["instrument"] = "Illumina NovaSeq X"
            payload["run"] = .string(flowcell)
            payload["lane"] = 1
            payload["reads"] = .integer(set.fragments.count)
            payload["bases"] = .integer(set.fragments.count * ReadSet.readLength)
            payload["read_length"] = .integer(ReadSet.readLength)
            payload["quality_encoding"] = "phred+33"
            payload["fraction_q30"] = .decimal(thousandths: set.fractionQ30(mate: mate))
            payload["trimmed"] = false
            let mates = mate.map { $0 == 1 ? ", first mates" : ", second mates" } ?? ""
            return artifact(
                "sequencing_reads", at: "reads/\(name)\(mate.map { "_R\($0)" } ?? "")\(suffix)",
                compressed ? Gzip.stored(text) : text,
                title: "\(study.assay.term.label) reads of \(name) (\(study.samples.condition(sample)))\(mates)",
                samples: [name], payload: payload, in: release, placed: false)
        }
    }

    func alignment(of sample: Int, layout: ReadLayout, in release: Release) -> Artifact {
        let name = study.samples.name(sample)
        let set = readSet(of: sample, layout: layout)
        let covered = set.reads.count * ReadSet.readLength * 1_000 / bases.count
        var payload: JSONObject = [
            "file_format": "sam", "sort_order": "coordinate", "aligner": study.assay.aligner.document,
            "duplicates": "kept", "reads": .integer(set.reads.count), "mapped_reads": .integer(set.reads.count),
            "mean_coverage": .decimal(thousandths: covered),
        ]
        if layout == .paired {
            let total = set.fragments.reduce(0) { $0 + $1.length }
            payload["mean_insert_size"] = .decimal(thousandths: total * 1_000 / set.fragments.count)
        }
        payload["contigs"] = .strings([study.organism.locus.contig])
        let text = set.sam(
            on: study.organism.locus, sample: name, platform: "ILLUMINA", aligner: study.assay.aligner)
        return artifact(
            "alignment", at: "alignments/\(name).sam", text,
            title: "\(name) (\(study.samples.condition(sample))) aligned to \(study.organism.build)", samples: [name],
            payload: payload, in: release)
    }

    private func readSet(of sample: Int, layout: ReadLayout) -> ReadSet {
        ReadSet(
            named: "\(study.id) \(study.samples.name(sample))", from: bases, layout: layout, flowcell: flowcell)
    }

    private var flowcell: String {
        var random = SampleRandom("flow cell of \(study.id)")
        return "22" + String((0..<5).map { _ in random.pick(Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")) }) + "LT3"
    }
}

extension ReadSet {
    /// Returns how many of 1 000 bases have a quality of 30 or more, in all reads or in the given mates.
    func fractionQ30(mate: Int?) -> Int {
        let qualities = fragments.flatMap { fragment -> [UInt8] in
            guard let mate else { return fragment.reads[0].qualities }
            return fragment.reads[(mate == 1) == fragment.isForward ? 0 : 1].qualities
        }
        return qualities.count { $0 >= 30 } * 1_000 / max(1, qualities.count)
    }
}
