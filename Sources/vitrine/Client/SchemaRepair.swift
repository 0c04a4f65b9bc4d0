internal import JSONDocument
internal import JSONSchema
internal import RegistryClient

/// Applies to a document what can clearly be put right.
struct SchemaRepair {
    private static let maxFixes = 1_000

    private let schema: JSONSchema

    init(_ schema: JSONSchema) { self.schema = schema }

    /// Prints the repaired document; on standard error what was put right and what is left.
    ///
    /// - Throws: ``ClientFailure`` when errors are left, or when there is no document.
    func run(_ path: String) throws {
        try SchemaInput.forEach(in: path, isLines: false) { input in
            let value: JSONValue
            do throws(LocalFile.Failure) {
                value = try input.value.get()
            } catch {
                throw ClientFailure("'\(PlainText.shown(path))' \(PlainText.shown(error.description, limit: 2_000))")
            }
            let (repaired, left) = repair(value, path)
            var text = String(decoding: repaired.serialized(pretty: true), as: UTF8.self)
            if text.hasSuffix("\n") { text.removeLast() }
            try Console.line(text)
            for error in left { note(path, "\(error.instance)", error.message) }
            if !left.isEmpty { throw ClientFailure("\(left.count) errors are left: what is meant there is not clear") }
        }
    }

    /// One fix at a time, since each is for the document as it then is; every fix leaves fewer errors.
    private func repair(_ value: JSONValue, _ path: String) -> (JSONValue, [ValidationError]) {
        var value = value
        for _ in 0..<Self.maxFixes {
            let errors = schema.validate(value)
            guard let (error, fix) = schema.firstFix(for: errors, in: value), let patched = try? fix.applied(to: value)
            else { return (value, errors) }
            note(path, "\(error.instance)", "put right: \(error.message)")
            value = patched
        }
        return (value, schema.validate(value))
    }

    private func note(_ path: String, _ pointer: String, _ message: String) {
        let parts = [path, pointer, message].filter { !$0.isEmpty }
        Console.note(parts.map { PlainText.shown($0, limit: 2_000) }.joined(separator: ": "))
    }
}
