/// Why a patch was refused or could not be applied, and where.
public struct JSONPatchError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Reason: Error, Sendable, Hashable {
        /// The patch is not an array.
        case notAnArray
        /// The operation is not an object.
        case notAnObject
        /// The operation lacks the member of this name.
        case missingMember(String)
        /// The member of this name is not a string.
        case notAString(String)
        /// `op` is none of the six.
        case unknownOperation(String)
        /// The member of this name is no JSON pointer.
        case invalidPointer(String, JSONPointerError)
        /// Nothing is there to be removed, replaced, moved, copied, tested or added to.
        case nothingThere
        /// What should get a member or an element is neither an object nor an array.
        case notAContainer
        /// The last token is neither `-` nor an element number up to the length of the array.
        case noSuchPlace(length: Int)
        /// A value cannot be moved into a part of itself.
        case moveIntoItself
        /// The whole document cannot be removed or moved away.
        case removesDocument
        /// Another value is there than the one that was tested for.
        case testFailed
        /// The patch has more than `limit` operations.
        case tooManyOperations(limit: Int)
        /// The result would be nested deeper than `limit`.
        case depthExceeded(limit: Int)
        /// Applying takes more than `limit` steps.
        case tooManySteps(limit: Int)
    }

    public let reason: Reason

    /// The index of the operation, from 0; nil when the patch as a whole is wrong.
    public let operation: Int?

    /// The place in the document that could not be read or changed; nil when the patch itself is malformed.
    public let pointer: JSONPointer?

    init(_ reason: Reason, operation: Int? = nil, at pointer: JSONPointer? = nil) {
        self.reason = reason
        self.operation = operation
        self.pointer = pointer
    }
}

extension JSONPatchError: CustomStringConvertible {
    public var description: String {
        guard let operation else { return reason.description }
        guard let pointer else { return "operation \(operation): \(reason)" }
        return "operation \(operation) at \(JSONValue.string(pointer.description)): \(reason)"
    }
}

extension JSONPatchError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAnArray: "a JSON patch is an array of operations"
        case .notAnObject: "an operation is an object"
        case .missingMember(let name): "the member '\(name)' is missing"
        case .notAString(let name): "'\(name)' is not a string"
        case .unknownOperation(let name):
            "unknown operation \(JSONValue.string(String(name.unicodeScalars.prefix(40)))), expected "
                + "add, remove, replace, move, copy or test"
        case .invalidPointer(let name, let error): "'\(name)': \(error)"
        case .nothingThere: "nothing is there"
        case .notAContainer: "only objects and arrays have members or elements"
        case .noSuchPlace(let length): "not a place in an array of \(length) elements"
        case .moveIntoItself: "a value cannot be moved into itself"
        case .removesDocument: "the whole document cannot be removed"
        case .testFailed: "another value is there"
        case .tooManyOperations(let limit): "a JSON patch of more than \(limit) operations"
        case .depthExceeded(let limit): "the result would be nested deeper than \(limit)"
        case .tooManySteps(let limit): "applying takes more than \(limit) steps"
        }
    }
}
