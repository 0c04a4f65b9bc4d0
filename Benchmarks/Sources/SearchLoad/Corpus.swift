internal import Foundation
internal import RegistryCore

/// The files that `search_corpus.py` makes.
struct Corpus: Sendable {
    struct Upload: Decodable, Sendable {
        let project: String
        let version: String
        /// Nil where the project's policy holds.
        let policy: Int?
        /// Milliseconds since 1970.
        let sealed: Int64
        /// Documents.
        let count: Int

        var versionKey: VersionKey {
            get throws {
                VersionKey(project: try ProjectID(parsing: project), version: try VersionID(parsing: version))
            }
        }
        var sealedAt: Timestamp { Timestamp(milliseconds: sealed) }
    }
    struct Policy: Decodable, Sendable {
        let read: String
        let owners: [String]
        let viewers: [String]

        var accessPolicy: AccessPolicy {
            get throws {
                guard let access = Access(rawValue: read) else { throw SearchLoadError("no access '\(read)'") }
                return AccessPolicy(owners: owners, viewers: viewers, readAccess: access)
            }
        }
    }
    struct Callers: Decodable, Sendable {
        let user: String
        let groups: [String]
    }
    struct QueryClass: Decodable, Sendable {
        struct Query: Decodable, Sendable {
            let q: String
            let fields: [String]?
        }
        let name: String
        let kind: String
        let queries: [Query]
    }

    let folder: String
    let uploads: [Upload]
    /// In the order of their numbers.
    let policies: [Policy]
    /// The number of each project's policy.
    let projects: [String: Int]
    let classes: [QueryClass]
    let callers: Callers

    init(folder: String) throws {
        func read<Value: Decodable>(_ name: String) throws -> Value {
            try JSONDecoder().decode(Value.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
        }
        self.folder = folder
        uploads = try Data(contentsOf: URL(fileURLWithPath: folder + "/uploads.ndjson")).split(separator: 10)
            .map { try JSONDecoder().decode(Upload.self, from: $0) }
        policies = try read("policies.json")
        projects = try read("projects.json")
        classes = try read("queries.json")
        callers = try read("callers.json")
    }

    var documents: LineFile { get throws { try LineFile(folder + "/documents.ndjson") } }

    /// Everybody who asks, by name.
    var identities: [(name: String, identity: Identity)] {
        [
            ("admin", Identity(user: "root", roles: [.admin])),
            ("user", Identity(user: callers.user, groups: callers.groups)), ("anonymous", .anonymous),
        ]
    }
}

/// A text file that is read line by line.
final class LineFile {
    private let file: UnsafeMutablePointer<FILE>
    private var line: UnsafeMutablePointer<CChar>?
    private var capacity = 0

    init(_ path: String) throws {
        guard let file = fopen(path, "r") else { throw SearchLoadError("'\(path)' cannot be read") }
        self.file = file
    }
    deinit {
        fclose(file)
        free(line)
    }

    /// - Throws: at the end of the file.
    func next() throws -> [UInt8] {
        let count = getline(&line, &capacity, file)
        guard count > 0, let line else { throw SearchLoadError("the corpus ends too early") }
        return Array(UnsafeRawBufferPointer(start: line, count: count))
    }
}
