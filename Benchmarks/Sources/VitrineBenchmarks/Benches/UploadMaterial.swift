internal import Foundation

/// Data files and their metadata documents, the same in every run: reads of about 3.8 kB, documents of about 1.4 kB.
struct UploadMaterial: Sendable {
    /// Without `.json`; the document of `reads/S1.fastq` is `reads/S1.fastq.json`.
    let paths: [String]
    let folder: String
    let documentType = "sequencing_reads"

    /// Every file of the upload, data and documents.
    var files: [String] { paths.flatMap { [$0, $0 + ".json"] } }

    init(documents: Int, below folder: String) throws {
        self.folder = folder
        var random = SplitMix(state: 0x5eed)
        try FileManager.default.createDirectory(atPath: folder + "/reads", withIntermediateDirectories: true)
        paths = try (1...documents).map { number in
            let path = "reads/S\(number).fastq"
            try Self.write(Self.reads(number, &random), to: folder + "/" + path)
            try Self.write(Self.document(number, path, &random), to: folder + "/" + path + ".json")
            return path
        }
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private static func reads(_ sample: Int, _ random: inout SplitMix) -> String {
        let bases = Array("ACGT")
        var text = ""
        for read in 1...18 {
            let sequence = String((0..<100).map { _ in bases[random.next(below: 4)] })
            text += "@S\(sample):\(read)\n\(sequence)\n+\n\(String(repeating: "F", count: 100))\n"
        }
        return text
    }

    private static func document(_ number: Int, _ path: String, _ random: inout SplitMix) -> String {
        let organism = organisms[random.next(below: organisms.count)]
        let tissue = tissues[random.next(below: tissues.count)]
        return """
            {
              "$schema": "sequencing_reads/v1.json",
              "path": "\(path)",
              "title": "Reads of sample S\(number), \(tissue.label) of \(organism.common)",
              "description": "Single-end reads of poly-A selected RNA from \(tissue.label), run \(random.next(below: 400)) of the facility, adapters removed and reads shorter than 50 bases left out.",
              "notes": "Library made by hand; \(random.next(below: 9)) cycles of amplification.",
              "organism": "\(organism.name)",
              "organism_taxon": "\(organism.taxon)",
              "sex": "\(["female", "male", "mixed"][random.next(below: 3)])",
              "developmental_stage": "adult",
              "tissue": "\(tissue.label)",
              "tissue_ontology": "\(tissue.term)",
              "disease": "normal",
              "disease_ontology": "PATO:0000461",
              "treatment": "dexamethasone \(1 + random.next(below: 200)) nM, 6 h",
              "sample_ids": ["S\(number)"],
              "assay": "RNA-Seq",
              "assay_ontology": "EFO:0008896",
              "genome_build": "\(organism.build)",
              "gene_annotation": "Ensembl 111",
              "created": "2026-0\(1 + random.next(below: 9))-1\(random.next(below: 10))",
              "submitter": "core.facility",
              "laboratory": "Sequencing core",
              "keywords": ["RNA-Seq", "\(tissue.label)", "batch \(random.next(below: 50))"],
              "license": "CC-BY-4.0",
              "sequencing_reads": {
                "file_format": "fastq",
                "compression": "none",
                "layout": "single",
                "library_strategy": "RNA-Seq",
                "library_source": "TRANSCRIPTOMIC",
                "library_selection": "PolyA",
                "strandedness": "reverse",
                "platform": "ILLUMINA",
                "instrument": "Illumina NovaSeq X",
                "lane": \(1 + random.next(below: 8)),
                "reads": 18,
                "bases": 1800,
                "read_length": 100,
                "quality_encoding": "phred+33",
                "fraction_q30": 0.\(800 + random.next(below: 199)),
                "trimmed": true
              }
            }

            """
    }

    private static let organisms = [
        (name: "Homo sapiens", common: "a human donor", taxon: "NCBITaxon:9606", build: "GRCh38"),
        (name: "Mus musculus", common: "a mouse", taxon: "NCBITaxon:10090", build: "GRCm39"),
        (name: "Danio rerio", common: "a zebrafish", taxon: "NCBITaxon:7955", build: "GRCz11"),
    ]
    private static let tissues = [
        (label: "liver", term: "UBERON:0002107"), (label: "brain", term: "UBERON:0000955"),
        (label: "heart", term: "UBERON:0000948"), (label: "kidney", term: "UBERON:0002113"),
        (label: "spleen", term: "UBERON:0002106"),
    ]
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere.
private struct SplitMix {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
