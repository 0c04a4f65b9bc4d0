internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistrySchemas

/// Gathers what is wrong with the documents of one upload, as much of it as is kept; the rest is counted.
///
/// Kept are the first documents by path, until one is past the limit of documents or of bytes.
struct RejectCollector: Sendable {
    private(set) var rejects: [Reject] = []
    /// Documents that are wrong and are not kept.
    private(set) var omitted = 0
    /// For the job's result: the first problems of all.
    private(set) var problems: [DocumentProblem] = []
    private var bytes = 0

    var isEmpty: Bool { rejects.isEmpty && omitted == 0 }

    init() {}
    /// Problems of any files, in any order.
    init(_ problems: [DocumentProblem]) {
        let byPath = Dictionary(grouping: problems) { Array($0.path.utf8) }
        for (_, problems) in byPath.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) { add(problems) }
    }

    /// Adds all problems of one file; none at all is no reject. Files come in ascending order of path.
    ///
    /// - Parameter schema: what the document names as its `$schema`.
    mutating func add(_ found: [DocumentProblem], schema: String? = nil) {
        guard let path = found.first?.path else { return }
        problems += found.prefix(Limits.validationErrors - problems.count)
        let kept = found.prefix(Limits.problemsPerReject).map(RejectProblem.init)
        let size = kept.reduce(path.utf8.count) { $0 + $1.size }
        // Once one is left out all that follow are: what is kept is the beginning, not a selection.
        guard omitted == 0, rejects.count < Limits.rejectsPerUpload, size <= Limits.rejectBytes - bytes else {
            omitted += 1
            return
        }
        bytes += size
        rejects.append(
            Reject(
                path: path, schema: schema, type: schema.flatMap { SchemaName($0)?.type }, problems: kept,
                omitted: found.count - kept.count))
    }

    func rejection(of upload: UploadRecord, at time: Timestamp) -> Rejection {
        Rejection(
            upload: upload.key, startedBy: upload.startedBy, failedAt: time, rejects: rejects, omitted: omitted)
    }
    /// For the job's result.
    var errors: JSONValue { .array(problems.map(\.json)) }
}

extension RejectProblem {
    /// Long texts are cut: a document may choose its members' names, and a schema its messages.
    fileprivate init(_ problem: DocumentProblem) {
        let fix = problem.fix.flatMap { $0.serialized().count <= Limits.fixBytes ? $0 : nil }
        self.init(
            pointer: problem.pointer.ancestor(within: Limits.problemTextBytes),
            schemaPointer: problem.schemaPointer?.ancestor(within: Limits.problemTextBytes),
            keyword: problem.keyword?.beginning(within: Limits.problemTextBytes),
            message: problem.message.beginning(within: Limits.problemTextBytes),
            location: problem.location?.ancestor(within: Limits.problemTextBytes), fix: fix)
    }
    /// About how many bytes it is stored in.
    fileprivate var size: Int {
        [pointer, schemaPointer, keyword, message, location].reduce(100) { $0 + ($1?.utf8.count ?? 0) }
            + (fix?.serialized().count ?? 0)
    }
}

extension String {
    /// The text when it has at most `limit` bytes, else its beginning with an ellipsis.
    fileprivate func beginning(within limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var text = ""
        for scalar in unicodeScalars {
            guard text.utf8.count + scalar.utf8.count + 3 <= limit else { break }
            text.unicodeScalars.append(scalar)
        }
        return text + "…"
    }
    /// The JSON pointer when it has at most `limit` bytes, else the longest one above it that has.
    fileprivate func ancestor(within limit: Int) -> String {
        guard utf8.count > limit else { return self }
        let beginning = utf8.prefix(limit + 1)
        return String(beginning[..<(beginning.lastIndex(of: UInt8(ascii: "/")) ?? beginning.startIndex)]) ?? ""
    }
}
