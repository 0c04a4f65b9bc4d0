internal import JSONDocument
internal import RegistryCore

/// A permissions object as clients write it; what it leaves out stays as it is (`spec/rest-api.md` 1.7).
struct PermissionsBody {
    let patch: AccessPolicyPatch

    /// - Throws: 422 naming the member that is wrong and what it may be.
    init(_ object: JSONObject) throws(RegistryError) {
        patch = AccessPolicyPatch(
            scope: try Self.choice("scope", in: object), owners: try Self.names("owners", in: object),
            viewers: try Self.names("viewers", in: object), readAccess: try Self.choice("read_access", in: object),
            writeAccess: try Self.choice("write_access", in: object))
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, in object: JSONObject
    ) throws(RegistryError) -> Choice? where Choice.RawValue == String {
        guard let value = object[name], !value.isNull else { return nil }
        guard let choice = value.stringValue.flatMap({ Choice(rawValue: $0) }) else {
            let allowed = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw .invalidBody(at: [name], "'\(name)' is one of \(allowed)")
        }
        return choice
    }

    /// A list of names, or one text with commas between them; null is the empty list.
    private static func names(_ name: String, in object: JSONObject) throws(RegistryError) -> [String]? {
        let texts: [JSONValue]
        switch object[name] {
        case nil: return nil
        case .null: return []
        case .array(let elements): texts = elements
        case .string(let text): texts = text.commaList.map { .string($0) }
        case .bool, .number, .object: throw .invalidBody(at: [name], "'\(name)' is a list of names")
        }
        guard texts.count <= AccessPolicy.maxNames else {
            throw .invalidBody(at: [name], "'\(name)' has \(texts.count) names, more than \(AccessPolicy.maxNames)")
        }
        var names: [String] = []
        for (index, value) in texts.enumerated() {
            guard let text = value.stringValue else {
                throw .invalidBody(at: [name, String(index)], "'\(name)[\(index)]' is no text")
            }
            do throws(NameError) { names.append(try Principal.parse(text, as: "name")) } catch {
                throw .invalidBody(at: [name, String(index)], "'\(name)[\(index)]': \(error)")
            }
        }
        return names.uniqued()
    }
}
