/// One or more artifacts that are made together.
enum Recipe: Sendable {
    case sampleSheet
    /// The bases of the study's place on the assembly, as FASTA.
    case reference
    case annotation(AnnotationFormat)
    /// The reads of one sample, counted from 0: one file, or two for a paired library.
    case reads(Int, layout: ReadLayout, compressed: Bool)
    case alignment(Int, layout: ReadLayout)
    case variants(VariantOrigin, caller: Program)
    case ranges(RangeKind)
    case counts(CountFormat)
    /// A table of tests per gene: the first condition against the second.
    case differentialExpression
    /// A matrix, its features and its cells: three artifacts.
    case cells(labels: [Term], count: Int)
    case report(ReportFormat, kind: String, period: Period?)
    case protocolText(String)
    case redirection(from: String, to: RedirectionTarget)
}

enum AnnotationFormat: String, Sendable { case gff3, gtf }
enum ReadLayout: String, Sendable { case single, paired }
enum VariantOrigin: String, Sendable { case germline, somatic, isolate = "clonal isolate" }
enum CountFormat: String, Sendable { case csv, tsv, hdf5 }
enum ReportFormat: String, Sendable { case html, markdown }

/// The days that a periodic report covers: ISO 8601, both included.
struct Period: Sendable {
    let start: String
    let end: String
}

enum RedirectionTarget: Sendable {
    case local(String)
    case remote(String)
}

/// What the ranges of an artifact stand for, which decides their format.
enum RangeKind: Sendable {
    /// BED of captured exons.
    case targets
    /// BED of places that analyses leave out.
    case exclusions
    /// narrowPeak of open chromatin, or of a mark when one is named.
    case peaks(mark: String?)
    /// bedGraph of methylated fractions.
    case methylation
    /// BED of chromatin domains.
    case domains
}
