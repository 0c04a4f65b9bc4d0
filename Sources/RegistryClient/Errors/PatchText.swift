internal import JSONDocument

/// Says what a JSON Patch (RFC 6902) does.
enum PatchText {
    /// One phrase for each operation; one that is none of the RFC's as its JSON.
    static func text(of patch: JSONValue) -> String {
        (patch.arrayValue ?? [patch]).map(phrase).joined(separator: ", ")
    }

    private static func phrase(_ operation: JSONValue) -> String {
        let path = operation["path"]?.stringValue ?? ""
        let from = operation["from"]?.stringValue ?? ""
        let place = path.isEmpty ? "the document" : path
        let value = operation["value"]?.description ?? ""
        switch operation["op"]?.stringValue {
        case "add": return "add \(place): \(value)"
        case "replace": return "set \(place) to \(value)"
        case "remove": return "remove \(place)"
        case "move": return "rename \(from) to \(path)"
        case "copy": return "copy \(from) to \(path)"
        default: return operation.description
        }
    }
}
