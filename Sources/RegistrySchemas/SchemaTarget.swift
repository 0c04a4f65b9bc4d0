internal import JSONDocument

/// A schema that is referred to: a file and a place in it.
struct SchemaTarget: Hashable {
    let place: String
    let pointer: JSONPointer
}

extension LinkedDocuments {
    /// The schema that `text`, written in `document`, leads to; nil for one that is not in these files.
    func target(of text: String, in document: LinkedDocument) -> (target: SchemaTarget, value: JSONValue)? {
        guard let reference = SchemaReference(text, from: document.base),
            let found = target(of: reference, in: document)
        else { return nil }
        let pointer: JSONPointer?
        if reference.fragment.isEmpty || reference.fragment.hasPrefix("/") {
            pointer = try? JSONPointer(parsing: reference.fragment)
        } else {
            pointer = found.names.anchors[UTF8Key(reference.fragment)]
        }
        guard let pointer, let value = pointer.resolve(in: found.value) else { return nil }
        return (SchemaTarget(place: found.place, pointer: pointer), value)
    }
}
