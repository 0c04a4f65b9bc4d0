internal import JSONDocument
internal import RegistryCore

/// The members that a client asks for by dotted names, as one tree: each member of a document is looked up once.
struct FieldSelection: Sendable {
    /// Names in one request.
    static let maxNames = 100
    /// Bytes of all names of one request together.
    static let maxBytes = 8 << 10
    /// Documents are not nested deeper; longer names match nothing.
    private static let maxDepth = 64

    private var isWhole = false
    private var below: [UTF8Key: FieldSelection] = [:]

    private init() {}

    /// - Parameter names: such as `_extra.version`; a name stands for all that is below it.
    init(_ names: [String]) {
        for name in names {
            let parts = name.utf8.split(separator: UInt8(ascii: "."))
            guard (1...Self.maxDepth).contains(parts.count) else { continue }
            insert(parts.map { UTF8Key(String(decoding: $0, as: UTF8.self)) }[...])
        }
    }

    /// - Throws: `.invalidQuery` for more names than are worth looking for.
    static func check(_ names: [String]) throws(RegistryError) {
        guard names.count <= maxNames, names.reduce(0, { $0 + $1.utf8.count }) <= maxBytes else {
            throw RegistryError(
                .invalidQuery, "the query parameter 'fields' has at most \(maxNames) names in \(maxBytes) bytes")
        }
    }

    private mutating func insert(_ parts: ArraySlice<UTF8Key>) {
        guard let first = parts.first else {
            isWhole = true
            return
        }
        below[first, default: FieldSelection()].insert(parts.dropFirst())
    }

    /// The members of `document` that are asked for and nothing else: parents only where something is in them, the names
    /// of owners and viewers only when asked for (`spec/rest-api.md` 1.9).
    func project(_ document: JSONValue) -> JSONValue {
        guard case .object(let members) = document else { return document }
        var projected = JSONObject()
        for (key, value) in members {
            guard let asked = below[UTF8Key(key)] else { continue }
            projected[key] = key == "_extra" ? asked.extra(value) : asked.part(value)
        }
        return .object(projected)
    }

    /// What is asked of a value; nil when nothing of it is.
    private func part(_ value: JSONValue) -> JSONValue? {
        if isWhole { return value }
        switch value {
        case .object(let members):
            var part = JSONObject()
            for (key, member) in members { part[key] = below[UTF8Key(key)]?.part(member) }
            return part.isEmpty ? nil : .object(part)
        case .array(let elements):
            let parts = elements.compactMap { self.part($0) }
            return parts.isEmpty ? nil : .array(parts)
        case .null, .bool, .number, .string: return nil
        }
    }

    private func extra(_ value: JSONValue) -> JSONValue? {
        guard case .object(let members) = value else { return part(value) }
        var part = JSONObject()
        for (key, member) in members {
            let asked = below[UTF8Key(key)]
            if key == "permissions" {
                part[key] = (asked ?? FieldSelection()).permissions(member, isWhole: isWhole || asked?.isWhole == true)
            } else {
                part[key] = isWhole ? member : asked?.part(member)
            }
        }
        return part.isEmpty && !isWhole ? nil : .object(part)
    }

    private func permissions(_ value: JSONValue, isWhole: Bool) -> JSONValue? {
        guard case .object(let members) = value else { return part(value) }
        var part = JSONObject()
        for (key, member) in members {
            let isName = key == "owners" || key == "viewers"
            part[key] = isWhole && !isName ? member : below[UTF8Key(key)]?.part(member)
        }
        return part.isEmpty && !isWhole ? nil : .object(part)
    }
}
