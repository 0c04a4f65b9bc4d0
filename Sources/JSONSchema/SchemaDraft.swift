/// A version of JSON Schema; the raw value is the URI of its metaschema.
public enum SchemaDraft: String, Sendable, CaseIterable {
    case draft4 = "http://json-schema.org/draft-04/schema#"
    case draft6 = "http://json-schema.org/draft-06/schema#"
    case draft7 = "http://json-schema.org/draft-07/schema#"
    case draft2019 = "https://json-schema.org/draft/2019-09/schema"
    case draft2020 = "https://json-schema.org/draft/2020-12/schema"

    /// - Parameter uri: the value of `$schema`; a trailing empty fragment and `http` for `https` make no difference.
    init?(uri: String) {
        let name = Self.name(of: uri)
        guard let draft = Self.allCases.first(where: { Self.name(of: $0.rawValue) == name }) else { return nil }
        self = draft
    }

    /// Whether `uri` names one of the drafts before 04.
    static func isTooOld(_ uri: String) -> Bool {
        ["01", "02", "03"].contains { name(of: uri) == "json-schema.org/draft-\($0)/schema" }
    }

    /// The keyword that names a schema.
    var identifierKeyword: String { self == .draft4 ? "id" : "$id" }

    private static func name(of uri: String) -> Substring {
        var name = uri[...]
        if name.hasSuffix("#") { name = name.dropLast() }
        if let scheme = ["http://", "https://"].first(where: { name.hasPrefix($0) }) {
            name = name.dropFirst(scheme.count)
        }
        return name
    }
}

extension SchemaDraft: Comparable {
    /// In the order of their publication.
    public static func < (left: SchemaDraft, right: SchemaDraft) -> Bool { left.year < right.year }

    private var year: Int {
        switch self {
        case .draft4: 2013
        case .draft6: 2017
        case .draft7: 2018
        case .draft2019: 2019
        case .draft2020: 2020
        }
    }
}
