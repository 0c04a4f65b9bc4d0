internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery

/// Receives the terms of documents, one document after the other; see ``DocumentTerms``.
protocol DocumentTermSink {
    /// The number of the field whose path is that of `parent` (nil for the document itself) with `key` behind it.
    ///
    /// - Returns: nil for a field that nobody can name, see ``DocumentTerms``; nor can the ones below it.
    mutating func field(_ key: String, below parent: Int?) -> Int?
    /// Whether the document's schema says that the strings of the field are read by word.
    func isText(_ field: Int) -> Bool
    /// Whether the document's schema says that the objects of the field are searched one by one.
    func isNested(_ field: Int) -> Bool

    /// What is added up to the end of the object is in it.
    ///
    /// - Returns: where the object begins, for its end.
    mutating func beginObject() -> UInt32
    /// - Parameter hasValue: an object without a value is none.
    mutating func endObject(of field: Int, from begin: UInt32, hasValue: Bool)

    mutating func addExists(_ field: Int)
    /// - Parameter field: nil when it cannot be named; the value belongs to field 0 all the same, as for the others.
    mutating func add(_ value: Bool, to field: Int?)
    mutating func add(_ number: JSONNumber, to field: Int?)
    mutating func add(keyword: String, to field: Int?)
    mutating func add(text: String, to field: Int?)
    mutating func add(name: String)
}

/// The terms of a document, as ``NaiveMatcher`` sees its fields.
///
/// A path joins keys by dots, an array's elements are values of the array's own path, nulls are none, and what the upload
/// itself calls `_extra`, or could be taken for a part of it, is left out. So that a hostile document costs no more than in
/// proportion to its size, a field cannot be named when its path has more than ``pathMaximum`` bytes, when the document has
/// named ``fieldMaximum`` others before it, or when the paths together take more than ``pathShare`` times the bytes of the
/// keys that led there and 1 024 more: the values of such fields are found in searches without a field only.
package enum DocumentTerms {
    /// Bytes of the path of a field.
    package static let pathMaximum = 1_024
    /// Fields of one document.
    package static let fieldMaximum = 16_384
    package static let pathShare = 8

    static func send(_ document: ArtifactDocument, to sink: inout some DocumentTermSink) {
        // First, so that whatever was uploaded leaves names for it.
        _ = send(.object(document.searchableExtra), at: sink.field("_extra", below: nil), hasPath: true, to: &sink)
        if case .object(let uploaded) = document.staged.document {
            for (key, value) in uploaded
            where !key.utf8.elementsEqual("_extra".utf8) && !key.utf8.starts(with: "_extra.".utf8) {
                _ = send(value, at: sink.field(key, below: nil), hasPath: true, to: &sink)
            }
        }
        for text in document.catchAll { sink.add(text: text, to: nil) }
        for name in Relevance.names(of: document.id) { sink.add(name: name) }
    }

    /// - Returns: whether there is a value here or below.
    private static func send(
        _ value: JSONValue, at field: Int?, hasPath: Bool, to sink: inout some DocumentTermSink
    ) -> Bool {
        var hasValue = false
        switch value {
        case .null: break
        case .bool(let value):
            sink.add(value, to: field)
            hasValue = true
        case .number(let number):
            sink.add(number, to: field)
            hasValue = true
        case .string(let text):
            if let field, sink.isText(field) {
                sink.add(text: text, to: field)
            } else {
                sink.add(keyword: text, to: field)
            }
            hasValue = true
        case .array(let elements):
            for element in elements where send(element, at: field, hasPath: false, to: &sink) { hasValue = true }
        case .object(let object):
            let nested = field.flatMap { sink.isNested($0) ? $0 : nil }
            let begin = nested.map { _ in sink.beginObject() }
            for (key, value) in object {
                let below = field.flatMap { sink.field(key, below: $0) }
                if send(value, at: below, hasPath: true, to: &sink) { hasValue = true }
            }
            if let nested, let begin { sink.endObject(of: nested, from: begin, hasValue: hasValue) }
        }
        if hasPath, hasValue, let field { sink.addExists(field) }
        return hasValue
    }
}
