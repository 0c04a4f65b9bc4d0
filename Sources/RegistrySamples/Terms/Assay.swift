/// An experimental technique: its term, the words of the read archives for its libraries, and the aligner we use.
struct Assay: Sendable {
    let term: Term
    /// INSDC library strategy, source and selection.
    let strategy: String
    let source: String
    let selection: String
    let aligner: Program

    static let rnaSeq = Assay(
        term: Term("RNA-Seq", "EFO:0008896"), strategy: "RNA-Seq", source: "TRANSCRIPTOMIC", selection: "PolyA",
        aligner: .star)
    static let singleCellRNA = Assay(
        term: Term("10x 3' v3", "EFO:0009922"), strategy: "RNA-Seq", source: "TRANSCRIPTOMIC SINGLE CELL",
        selection: "PolyA", aligner: .star)
    static let wholeGenome = Assay(
        term: Term("whole genome sequencing assay", "OBI:0002117"), strategy: "WGS", source: "GENOMIC",
        selection: "RANDOM", aligner: .bwa)
    static let exome = Assay(
        term: Term("exome sequencing", "EFO:0005396"), strategy: "WXS", source: "GENOMIC",
        selection: "Hybrid Selection", aligner: .bwa)
    static let amplicon = Assay(
        term: Term("amplicon sequencing assay", "OBI:0002767"), strategy: "AMPLICON", source: "VIRAL RNA",
        selection: "RT-PCR", aligner: .minimap)
    static let atacSeq = Assay(
        term: Term("ATAC-seq", "EFO:0007045"), strategy: "ATAC-seq", source: "GENOMIC", selection: "DNase",
        aligner: .bowtie)
    static let chipSeq = Assay(
        term: Term("ChIP-seq", "EFO:0002692"), strategy: "ChIP-Seq", source: "GENOMIC", selection: "ChIP",
        aligner: .bowtie)
    static let bisulfiteSeq = Assay(
        term: Term("whole genome bisulfite sequencing", "OBI:0001863"), strategy: "Bisulfite-Seq", source: "GENOMIC",
        selection: "RANDOM", aligner: .bismark)
    static let hiC = Assay(
        term: Term("Hi-C", "OBI:0002042"), strategy: "Hi-C", source: "GENOMIC", selection: "Restriction Digest",
        aligner: .bwa)
}
