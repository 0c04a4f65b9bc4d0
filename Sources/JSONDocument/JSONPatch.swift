/// A list of changes to a JSON document, after RFC 6902.
///
/// Equal patches are the same operations in the same order, values compared as JSON values.
public struct JSONPatch: Sendable, Hashable {
    /// One change, or a condition; each pointer is read in the document as the operations before it left it.
    public enum Operation: Sendable, Hashable {
        /// Sets a member, or inserts an element before that index; `-` is the place after the last one.
        case add(JSONPointer, JSONValue)
        /// Takes away what is there.
        case remove(JSONPointer)
        /// Puts a value in the place of one that is there.
        case replace(JSONPointer, JSONValue)
        /// Takes away what is at `from` and adds it at `to`.
        case move(from: JSONPointer, to: JSONPointer)
        /// Adds what is at `from` also at `to`.
        case copy(from: JSONPointer, to: JSONPointer)
        /// Goes on only if that value is there; numbers are compared by value, members without regard to order.
        case test(JSONPointer, JSONValue)
    }

    /// In the order in which they are applied.
    public let operations: [Operation]

    public init(_ operations: [Operation]) { self.operations = operations }

    /// Reads the JSON form: an array of objects with `op`, `path` and, where it belongs, `value` or `from`.
    ///
    /// Other members are ignored (section 4).
    ///
    /// - Throws: what is wrong first, with the index of its operation.
    public init(_ document: JSONValue) throws(JSONPatchError) {
        guard case .array(let elements) = document else { throw JSONPatchError(.notAnArray) }
        if elements.count > Self.maxOperations {
            throw JSONPatchError(.tooManyOperations(limit: Self.maxOperations))
        }
        var operations: [Operation] = []
        operations.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            do throws(JSONPatchError.Reason) {
                operations.append(try Operation(element))
            } catch {
                throw JSONPatchError(error, operation: index)
            }
        }
        self.operations = operations
    }

    /// The JSON form, which reads back as an equal patch.
    public var document: JSONValue { .array(operations.map { .object($0.document) }) }
}

extension JSONPatch: CustomStringConvertible {
    /// The compact JSON text.
    public var description: String { document.description }
}

extension JSONPatch.Operation {
    fileprivate init(_ element: JSONValue) throws(JSONPatchError.Reason) {
        guard case .object(let object) = element else { throw .notAnObject }
        let name = try Self.text("op", in: object)
        switch name {
        case "add": self = .add(try Self.pointer("path", in: object), try Self.value(in: object))
        case "remove": self = .remove(try Self.pointer("path", in: object))
        case "replace": self = .replace(try Self.pointer("path", in: object), try Self.value(in: object))
        case "move":
            self = .move(from: try Self.pointer("from", in: object), to: try Self.pointer("path", in: object))
        case "copy":
            self = .copy(from: try Self.pointer("from", in: object), to: try Self.pointer("path", in: object))
        case "test": self = .test(try Self.pointer("path", in: object), try Self.value(in: object))
        default: throw .unknownOperation(name)
        }
    }

    private static func value(in object: JSONObject) throws(JSONPatchError.Reason) -> JSONValue {
        guard let value = object["value"] else { throw .missingMember("value") }
        return value
    }

    private static func text(_ name: String, in object: JSONObject) throws(JSONPatchError.Reason) -> String {
        guard let value = object[name] else { throw .missingMember(name) }
        guard case .string(let text) = value else { throw .notAString(name) }
        return text
    }

    private static func pointer(_ name: String, in object: JSONObject) throws(JSONPatchError.Reason) -> JSONPointer {
        let text = try text(name, in: object)
        do throws(JSONPointerError) {
            return try JSONPointer(parsing: text)
        } catch {
            throw .invalidPointer(name, error)
        }
    }

    fileprivate var document: JSONObject {
        func members(_ name: String, _ path: JSONPointer) -> JSONObject {
            ["op": .string(name), "path": .string(path.description)]
        }
        func members(_ name: String, _ path: JSONPointer, value: JSONValue) -> JSONObject {
            ["op": .string(name), "path": .string(path.description), "value": value]
        }
        func members(_ name: String, from: JSONPointer, _ path: JSONPointer) -> JSONObject {
            ["op": .string(name), "from": .string(from.description), "path": .string(path.description)]
        }
        return switch self {
        case .add(let path, let value): members("add", path, value: value)
        case .remove(let path): members("remove", path)
        case .replace(let path, let value): members("replace", path, value: value)
        case .move(let from, let path): members("move", from: from, path)
        case .copy(let from, let path): members("copy", from: from, path)
        case .test(let path, let value): members("test", path, value: value)
        }
    }
}
