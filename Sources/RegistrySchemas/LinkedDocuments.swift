internal import JSONDocument

/// The JSON files of a set, read once, and how they refer to each other.
struct LinkedDocuments {
    private var documents: [String: LinkedDocument] = [:]
    /// Absolute `$id`s; nil where two files claim the same one.
    private var places: [UTF8Key: String?] = [:]
    /// What is wrong in the files that hold no JSON.
    private(set) var errors: [String: String] = [:]

    init(_ files: SchemaFiles) {
        for (place, bytes) in files.contents {
            do throws(JSONError) {
                add(LinkedDocument(place: place, parsed: try JSONValue(parsing: bytes)))
            } catch {
                errors[place] = "schema \(place) is not JSON: \(error)"
            }
        }
    }
    init(_ values: [String: JSONValue]) {
        for (place, value) in values { add(LinkedDocument(place: place, parsed: value)) }
    }

    private mutating func add(_ document: LinkedDocument) {
        documents[document.place] = document
        guard document.base != document.place else { return }
        let name = UTF8Key(document.base)
        places[name] = .some(places[name] == nil ? document.place : nil)
    }

    /// Of JSON and of what should be, in ascending order.
    var allPlaces: [String] {
        (Array(documents.keys) + Array(errors.keys)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    subscript(place: String) -> LinkedDocument? { documents[place] }

    /// The document that `reference`, written in `document`, leads into; nil for one that is not here.
    func target(of reference: SchemaReference, in document: LinkedDocument) -> LinkedDocument? {
        if reference.document.hasSameBytes(as: document.base) { return document }
        if let found = documents[reference.document] { return found }
        guard let place = places[UTF8Key(reference.document)] ?? nil else { return nil }
        return documents[place]
    }

    /// `document` and all that can be reached from it, in order of place except that it is the first.
    func closure(of document: LinkedDocument) -> [LinkedDocument] {
        var seen: Set<String> = [document.place]
        var found: [LinkedDocument] = []
        var pending = [document]
        while let next = pending.popLast() {
            for text in next.names.references {
                guard let reference = SchemaReference(text, from: next.base),
                    let target = target(of: reference, in: next), seen.insert(target.place).inserted
                else { continue }
                found.append(target)
                pending.append(target)
            }
        }
        return [document] + found.sorted { $0.place.utf8.lexicographicallyPrecedes($1.place.utf8) }
    }

    /// What is wrong in the first file that is referred to and holds no JSON.
    func brokenFile(reachedFrom closure: [LinkedDocument]) -> String? {
        for document in closure {
            for text in document.names.references {
                if let reference = SchemaReference(text, from: document.base), let error = errors[reference.document] {
                    return error
                }
            }
        }
        return nil
    }
}
