/// Writes one JSON text from its parts, with commas and white space in their places.
///
/// Calls follow the shape of the text; inside an object each value comes after its `key`. A call out of order is a
/// bug of the caller and stops the program.
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.key("count")
///     writer.int(3)
///     writer.endObject()
public struct JSONWriter: Sendable {
    private enum Level { case array, object }

    /// What has been written so far, in UTF-8; a whole JSON text when every level is closed.
    public private(set) var bytes: [UInt8] = []

    private let pretty: Bool
    private var levels: [Level] = []
    private var isEmpty = true  // the innermost level has nothing in it
    private var hasKey = false

    /// - Parameter pretty: four spaces a level and one member a line.
    public init(pretty: Bool = false, reservingCapacity capacity: Int = 0) {
        self.pretty = pretty
        bytes.reserveCapacity(capacity)
    }

    public mutating func beginObject() { begin(.object, UInt8(ascii: "{")) }

    public mutating func endObject() { end(.object, UInt8(ascii: "}")) }

    public mutating func beginArray() { begin(.array, UInt8(ascii: "[")) }

    public mutating func endArray() { end(.array, UInt8(ascii: "]")) }

    /// Writes the name of the next value.
    public mutating func key(_ name: String) {
        precondition(levels.last == .object && !hasKey, "JSONWriter: a key stands only before a value in an object")
        separate()
        append(string: name)
        bytes.append(UInt8(ascii: ":"))
        if pretty { bytes.append(UInt8(ascii: " ")) }
        hasKey = true
    }

    public mutating func string(_ value: String) {
        beforeValue()
        append(string: value)
    }

    public mutating func int(_ value: Int) { raw(String(value)) }

    /// Writes the shortest decimal that reads back the same; `null` when the value is not finite.
    public mutating func double(_ value: Double) { raw(value.isFinite ? value.description : "null") }

    public mutating func number(_ value: JSONNumber) { raw(value.text) }

    public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    public mutating func null() { raw("null") }

    public mutating func value(_ value: JSONValue) {
        beforeValue()
        append { $0.value(value) }
    }

    public mutating func object(_ object: JSONObject) {
        beforeValue()
        append { $0.object(object) }
    }

    /// Writes a value that is a JSON text already; it is not checked.
    public mutating func serialized(_ text: some Collection<UInt8>) {
        beforeValue()
        bytes.append(contentsOf: text)
    }

    private mutating func append(string: String) {
        append { $0.string(string) }
    }

    private mutating func append(_ write: (inout JSONOutput) -> Void) {
        var output = JSONOutput(pretty: pretty, level: levels.count)
        write(&output)
        bytes.append(contentsOf: output.bytes)
    }

    private mutating func raw(_ text: String) {
        beforeValue()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func begin(_ level: Level, _ bracket: UInt8) {
        beforeValue()
        bytes.append(bracket)
        levels.append(level)
        isEmpty = true
    }

    private mutating func end(_ level: Level, _ bracket: UInt8) {
        precondition(levels.last == level && !hasKey, "JSONWriter: the end does not match what was begun")
        levels.removeLast()
        if !isEmpty { breakLine() }
        bytes.append(bracket)
        isEmpty = false
    }

    private mutating func beforeValue() {
        if levels.last == .object {
            precondition(hasKey, "JSONWriter: a value in an object needs a key")
            hasKey = false
        } else {
            precondition(!levels.isEmpty || bytes.isEmpty, "JSONWriter: one text is one value")
            separate()
        }
    }

    private mutating func separate() {
        if levels.isEmpty { return }
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
        breakLine()
    }

    private mutating func breakLine() {
        guard pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 4 * levels.count))
    }
}
