internal import JSONDocument

/// What the evaluation of one schema, or of one keyword in it, came to (2020-12 core, section 12.3).
struct OutputUnit {
    /// The way through the schema, references included, as a JSON pointer.
    let path: String

    /// Where the schema or keyword stands, without references.
    let location: String

    /// The place in the instance, as a JSON pointer.
    let instance: String

    /// Whether this is a schema rather than a keyword.
    let isSchema: Bool

    var isValid = true
    var error: String?
    var annotation: JSONValue?
    var parts: [OutputUnit] = []

    /// Whether what is found inside annotates nothing, as under `not`.
    var isSilent = false

    /// Removes the annotations inside schemas that refused their value and inside what is silent.
    mutating func dropAnnotations(_ isDropping: Bool = false) {
        let isDropping = isDropping || isSchema && !isValid
        if isDropping { annotation = nil }
        for index in parts.indices { parts[index].dropAnnotations(isDropping || isSilent) }
    }
}

// The forms of section 12.4.
extension OutputUnit {
    func json(as form: OutputForm) -> JSONValue {
        switch form {
        case .flag: return ["valid": .bool(isValid)]
        case .basic:
            var units: [OutputUnit] = []
            collect(into: &units)
            var root = OutputUnit(path: path, location: location, instance: instance, isSchema: true)
            root.isValid = isValid
            root.parts = units
            return root.json
        case .detailed:
            guard var unit = collapsed() else {
                return OutputUnit(path: path, location: location, instance: instance, isSchema: true).json
            }
            if !unit.isValid, unit.parts.isEmpty, unit.error == nil { unit.error = Self.refusal }
            return unit.json
        case .verbose: return json
        }
    }

    private static let refusal = "the schema refuses the value"

    /// Puts what a flat list shows behind the others: of an invalid result what failed, of a valid one its annotations.
    private func collect(into units: inout [OutputUnit]) {
        var unit = self
        unit.parts = []
        if isValid {
            if annotation != nil { units.append(unit) }
        } else if error != nil || isSchema {
            if error == nil { unit.error = Self.refusal }
            units.append(unit)
        }
        for part in parts where part.isValid == isValid { part.collect(into: &units) }
    }

    /// The unit without what says nothing: parts of the other outcome, branches without parts, chains of one part.
    private func collapsed() -> OutputUnit? {
        var unit = self
        unit.parts = parts.filter { $0.isValid == isValid }.compactMap { $0.collapsed() }
        let says = isValid ? annotation != nil : error != nil
        if says { return unit }
        if unit.parts.isEmpty { return isValid ? nil : unit.isSchema ? unit : nil }
        return unit.parts.count == 1 ? unit.parts[0] : unit
    }

    private var json: JSONValue {
        var object: JSONObject = [
            "valid": .bool(isValid), "keywordLocation": .string(path), "absoluteKeywordLocation": .string(location),
            "instanceLocation": .string(instance),
        ]
        if let error { object["error"] = .string(error) }
        if let annotation { object["annotation"] = annotation }
        let units = parts.map(\.json)
        if !units.isEmpty { object[isValid ? "annotations" : "errors"] = .array(units) }
        if !isValid, error == nil, units.isEmpty { object["error"] = .string(Self.refusal) }
        return .object(object)
    }
}
