package import JSONDocument

extension JSONValue {
    /// Wider than for what comes from outside: a job's result may hold a thousand errors.
    private static let storedLimits = JSONLimits(maxBytes: 256 << 20, maxDepth: 512)

    package init(stored text: String, in column: String) throws {
        do throws(JSONError) {
            self = try JSONValue(parsing: Array(text.utf8), limits: Self.storedLimits)
        } catch {
            throw DamagedRow(column, text, cause: error)
        }
    }
    package init(texts: [String]) { self = .array(texts.map { .string($0) }) }

    /// The compact text that a column holds.
    package var stored: String { String(decoding: serialized(), as: UTF8.self) }
    /// The elements of an array of strings; nil for anything else.
    package func texts() -> [String]? {
        guard let values = arrayValue else { return nil }
        let texts = values.compactMap(\.stringValue)
        return texts.count == values.count ? texts : nil
    }
}
