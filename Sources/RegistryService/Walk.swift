package import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import SearchIndex

/// The alias under which a listing names versions; its value is the literal key in the answer.
package enum VersionField: String, Sendable {
    case version = "_extra.version"
    case revision = "_extra.revision"

    package func text(of version: VersionSummary) -> String {
        switch self {
        case .version: version.version.description
        case .revision: version.revision.description
        }
    }
    func render(_ project: ProjectSummary) -> JSONValue {
        [
            "project_id": .string(project.project.description),
            "aggs": .array(project.versions.map { .object(JSONObject([(rawValue, .string(text(of: $0)))])) }),
        ]
    }
}

/// What is walked page by page: kept with the scroll, read again for every page.
struct Walk: Sendable {
    enum Kind: Sendable {
        case search(query: String, latestOnly: Bool)
        case project(ProjectID)
        /// With the revision that is walked; nil where none is served.
        case version(VersionKey, revision: Int?)
        case projects(VersionField)
    }
    let kind: Kind
    let fields: [String]
    let size: Int

    init(kind: Kind, fields: [String] = [], size: Int) {
        self.kind = kind
        self.fields = fields
        self.size = size
    }

    var json: JSONValue {
        var object: JSONObject = [
            "fields": .array(fields.map { .string($0) }), "size": .number(JSONNumber(size)),
        ]
        switch kind {
        case .search(let query, let latestOnly):
            object["query"] = .string(query)
            object["latest"] = .bool(latestOnly)
        case .project(let project): object["project"] = .string(project.description)
        case .version(let version, let revision):
            object["project"] = .string(version.project.description)
            object["version"] = .string(version.version.description)
            if let revision { object["revision"] = .number(JSONNumber(revision)) }
        case .projects(let field): object["projects"] = .string(field.rawValue)
        }
        return .object(object)
    }

    /// - Throws: for what ``json`` never writes.
    init(json: JSONValue) throws {
        fields = (json["fields"]?.arrayValue ?? []).compactMap(\.stringValue)
        size = json["size"]?.intValue ?? Limits.pageDefault
        if let query = json["query"]?.stringValue {
            kind = .search(query: query, latestOnly: json["latest"]?.boolValue ?? false)
        } else if let field = json["projects"]?.stringValue.flatMap({ VersionField(rawValue: $0) }) {
            kind = .projects(field)
        } else if json["version"] != nil {
            kind = .version(try VersionKey(payload: json), revision: json["revision"]?.intValue)
        } else {
            guard let text = json["project"]?.stringValue else { throw PayloadError(field: "project") }
            kind = .project(try ProjectID(parsing: text))
        }
    }

    func request() throws -> SearchRequest {
        switch kind {
        case .search(let text, let latestOnly):
            do throws(QueryError) {
                return SearchRequest(query: try SearchQuery(parsing: text), latestOnly: latestOnly, limit: size)
            } catch {
                throw RegistryError(.invalidQuery, "Query Parse Error: \(error)")
            }
        case .project(let project): return SearchRequest(extent: .project(project), limit: size)
        case .version(let version, _): return SearchRequest(extent: .version(version), limit: size)
        case .projects: preconditionFailure("a walk over projects asks the catalogue")
        }
    }
}

extension SearchPosition {
    var json: JSONValue { ["sealed": .number(JSONNumber(Int(sealedAt.milliseconds))), "id": .string(id)] }

    init(json: JSONValue) throws {
        guard let sealed = json["sealed"]?.intValue, let id = json["id"]?.stringValue else {
            throw PayloadError(field: "position")
        }
        self.init(sealedAt: Timestamp(milliseconds: Int64(sealed)), id: id)
    }
}
