/// Why a text is no JSON pointer.
public enum JSONPointerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is neither empty nor begins with `/`.
    case missingSlash
    /// `~` without `0` or `1` after it, at this byte.
    case invalidEscape(offset: Int)

    public var description: String {
        switch self {
        case .missingSlash: "a JSON pointer that is not empty begins with '/'"
        case .invalidEscape(let offset): "'~' at byte \(offset) of a JSON pointer is not followed by '0' or '1'"
        }
    }
}
