/// Why an object store refused or failed.
package enum ObjectStoreError: Error {
    case notFound(ObjectKey)
    case alreadyExists(ObjectKey)
    /// The object is there, but no longer with the tag that was asked for.
    case changed(ObjectKey)
    /// `rule` completes "the key …".
    case invalidKey(String, rule: String)
    /// Bytes; what was sent is longer.
    case tooLarge(limit: Int64)
    /// `found` is what had arrived when the difference was certain.
    case lengthMismatch(expected: Int64, found: Int64)
    case digestMismatch(expected: MD5Digest, found: MD5Digest)
    /// The range begins at or past the end of the object.
    case unsatisfiableRange(ObjectKey, size: Int64)
    /// The source of a body failed or was cancelled; nothing was written.
    case interrupted(cause: any Error)
    case noSpace
    /// `operation` names what was tried, for the log. The outcome of a write is unknown.
    case unavailable(operation: String, cause: any Error)
}

extension ObjectStoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let key): "no object '\(key)'"
        case .alreadyExists(let key): "there is already an object '\(key)'"
        case .changed(let key): "the object '\(key)' has changed"
        case .invalidKey(let text, let rule): "the key '\(shown(text))' \(rule)"
        case .tooLarge(let limit): "the body is longer than \(limit) bytes"
        case .lengthMismatch(let expected, let found): "the body has \(found) bytes instead of \(expected)"
        case .digestMismatch(let expected, let found): "the body's MD5 is \(found) instead of \(expected)"
        case .unsatisfiableRange(let key, let size): "the range begins past the \(size) bytes of '\(key)'"
        case .interrupted(let cause): "the body was interrupted: \(cause)"
        case .noSpace: "no space is left in the object store"
        case .unavailable(let operation, let cause): "the object store failed to \(operation): \(cause)"
        }
    }
    private func shown(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(80) {
            shown.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return text.unicodeScalars.count > 80 ? shown + "…" : shown
    }
}
