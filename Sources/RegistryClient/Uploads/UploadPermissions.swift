package import JSONDocument

/// Who may read and write, as a completion says it (`spec/rest-api.md` 1.7); what is nil is the registry's default.
public struct UploadPermissions: Sendable, Hashable {
    /// Who may read.
    public enum Access: String, Sendable, Hashable {
        case everybody = "public"
        case authenticated, viewers, owners
        case nobody = "none"
    }
    public var readAccess: Access?
    public var owners: [String]?
    public var viewers: [String]?

    public init(readAccess: Access? = nil, owners: [String]? = nil, viewers: [String]? = nil) {
        self.readAccess = readAccess
        self.owners = owners
        self.viewers = viewers
    }

    public var isEmpty: Bool { readAccess == nil && owners == nil && viewers == nil }

    package var json: JSONValue {
        var body: JSONObject = ["scope": "project"]
        if let owners { body["owners"] = .array(owners.map { .string($0) }) }
        if let viewers { body["viewers"] = .array(viewers.map { .string($0) }) }
        if let readAccess { body["read_access"] = .string(readAccess.rawValue) }
        return .object(body)
    }

    /// Which of these differ from `document`, the permissions that a registry shows, by name; in a fixed order.
    package func differences(from document: JSONValue) -> [String] {
        func names(_ field: String) -> Set<String> {
            Set((document[field]?.arrayValue ?? []).compactMap(\.stringValue))
        }
        var differing: [String] = []
        if let readAccess, document["read_access"]?.stringValue != readAccess.rawValue {
            differing.append("read_access")
        }
        if let owners, Set(owners) != names("owners") { differing.append("owners") }
        if let viewers, Set(viewers) != names("viewers") { differing.append("viewers") }
        return differing
    }
}
