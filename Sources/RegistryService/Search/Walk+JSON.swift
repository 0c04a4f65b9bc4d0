internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import SearchIndex

extension Walk {
    var json: JSONValue {
        var object: JSONObject = ["size": .number(JSONNumber(view.size))]
        switch kind {
        case .search(let question):
            object["query"] = .string(question.text)
            object["fields"] = .array(question.fields.map { .string($0) })
            object["sort"] = .array(question.sort.map { .string($0) })
            object["latest"] = .bool(question.latestOnly)
            if view.explains { object["explain"] = true }
            if view.highlights { object["highlight"] = true }
        case .project(let project): object["project"] = .string(project.description)
        case .version(let version, let revision):
            object["project"] = .string(version.project.description)
            object["version"] = .string(version.version.description)
            if let revision { object["revision"] = .number(JSONNumber(revision)) }
        case .projects(let field): object["projects"] = .string(field.rawValue)
        }
        if let start {
            object["start"] = .number(JSONNumber(Int(start.sealedBy.milliseconds)))
            object["statistics"] = start.statistics?.json
        }
        return .object(object)
    }

    /// - Throws: for what ``json`` never writes.
    init(json: JSONValue) throws {
        kind = try Self.kind(json)
        view = SearchView(
            size: json["size"]?.intValue ?? Limits.pageDefault, explains: json["explain"]?.boolValue ?? false,
            highlights: json["highlight"]?.boolValue ?? false)
        guard let moment = json["start"]?.intValue else { return }
        var start = Start(sealedBy: Timestamp(milliseconds: Int64(moment)))
        if let statistics = json["statistics"], case .search(let question) = kind {
            let query = try SearchQuery(asked: question.text)
            guard let read = RelevanceStatistics(json: statistics, for: query) else {
                throw PayloadError(field: "statistics")
            }
            start.statistics = read
        }
        self.start = start
    }

    private static func kind(_ json: JSONValue) throws -> Kind {
        if let query = json["query"]?.stringValue {
            return .search(
                SearchQuestion(
                    query, fields: texts(json["fields"]), sort: texts(json["sort"]),
                    latestOnly: json["latest"]?.boolValue ?? false))
        }
        if let field = json["projects"]?.stringValue.flatMap({ VersionField(rawValue: $0) }) {
            return .projects(field)
        }
        if json["version"] != nil {
            return .version(try VersionKey(payload: json), revision: json["revision"]?.intValue)
        }
        guard let text = json["project"]?.stringValue else { throw PayloadError(field: "project") }
        return .project(try ProjectID(parsing: text))
    }

    private static func texts(_ json: JSONValue?) -> [String] { (json?.arrayValue ?? []).compactMap(\.stringValue) }
}
