internal import RegistryCore

/// The parameters of a request's query, decoded, in the order sent; those that no route reads are passed over.
struct QueryParameters: Sendable {
    let all: [(String, String)]

    init(_ all: [(String, String)]) { self.all = all }

    /// Reads a query; `+` is a blank, as forms write it.
    ///
    /// - Throws: `.invalidRequest` for percent-encoding that is cut off or is not UTF-8.
    init(parsing query: [UInt8]) throws(RegistryError) {
        var all: [(String, String)] = []
        for parameter in query.split(separator: UInt8(ascii: "&")) {
            let parts = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            all.append((try Self.text(parts[0]), parts.count > 1 ? try Self.text(parts[1]) : ""))
        }
        self.all = all
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(RegistryError) -> String {
        guard let decoded = PercentText.decode(bytes, plusIsBlank: true),
            let text = String(validating: decoded, as: UTF8.self)
        else { throw RegistryError(.invalidRequest, "the query is not percent-encoded UTF-8") }
        return text
    }

    func first(_ name: String) -> String? { all.first { $0.0.utf8.elementsEqual(name.utf8) }?.1 }

    /// - Throws: 422 when the parameter is sent twice with different values.
    func text(_ name: String) throws(RegistryError) -> String? {
        let values = all.filter { $0.0.utf8.elementsEqual(name.utf8) }.map(\.1)
        guard let first = values.first else { return nil }
        guard values.allSatisfy({ $0.utf8.elementsEqual(first.utf8) }) else {
            throw .invalidQuery(parameter: name, "is sent twice with different values")
        }
        return first
    }

    /// A truth value as `spec/rest-api.md` 0.3 spells it; false when absent.
    func flag(_ name: String) throws(RegistryError) -> Bool {
        guard let text = try text(name) else { return false }
        switch text.lowercased() {
        case "true", "1", "yes", "on", "t", "y": return true
        case "false", "0", "no", "off", "f", "n": return false
        default: throw .invalidQuery(parameter: name, "is neither true nor false")
        }
    }

    /// - Throws: 422 for what is no whole number or lies outside `range`.
    func integer(_ name: String, in range: ClosedRange<Int>) throws(RegistryError) -> Int? {
        guard let text = try text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .invalidQuery(
                parameter: name, "is a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The parts of a comma list, trimmed, without empty ones.
    func list(_ name: String) throws(RegistryError) -> [String] { try text(name).map(\.commaList) ?? [] }
}

extension RegistryError {
    /// A 422 that names a parameter; `rule` completes "the query parameter …".
    static func invalidQuery(parameter: String, _ rule: String) -> RegistryError {
        RegistryError(
            .invalidBody, "the query parameter '\(parameter)' \(rule)",
            problems: [Problem(at: ["query", parameter], rule)])
    }
}

extension String {
    /// Split at commas, blanks trimmed, empty parts left out.
    var commaList: [String] {
        utf8.split(separator: UInt8(ascii: ",")).compactMap { part in
            var part = part.drop { $0 == UInt8(ascii: " ") }
            while part.last == UInt8(ascii: " ") { part.removeLast() }
            return part.isEmpty ? nil : String(decoding: part, as: UTF8.self)
        }
    }
}
