/// Why a pattern was refused, or stopped while it ran.
public struct PatternError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        /// More than `limit` code points.
        case tooLong(limit: Int)
        /// Groups inside each other deeper than `limit`.
        case nestingTooDeep(limit: Int)
        /// `*`, `+`, `?` or `{…}` with nothing before it that can be repeated.
        case nothingToRepeat
        /// A quantifier whose first number is larger than its second.
        case rangeOfQuantifier
        /// A quantifier with a number above `limit`.
        case quantifierTooLarge(limit: Int)
        /// `{`, `}` or `]` that stands for itself; it needs a backslash.
        case loneBracket(Unicode.Scalar)
        /// `(` without its `)`, or the other way round.
        case unbalancedParenthesis
        /// `[` without its `]`.
        case unclosedClass
        /// A range like `z-a`, or one with `\d` or the like at an end.
        case rangeOfClass
        /// A group like `(?i)` or `(?>a)` that ECMA-262 does not have.
        case unknownGroup
        /// The name of a group that is malformed or used twice.
        case groupName(String)
        /// `\1` or `\k<name>` without that group.
        case unknownReference(String)
        /// A backslash before something that may not be escaped, or an incomplete escape.
        case invalidEscape
        /// `\p{…}` with a name or value that does not exist.
        case unknownProperty(String)
        /// The engine refused it, in the engine's own words: too large, or a look-behind of varying length.
        case notSupported(String)
        /// A match took more steps than a pattern may take.
        case tooExpensive
    }

    public let reason: Reason

    /// In code points of the pattern from its start, from 0; nil when no place is to blame.
    public let offset: Int?

    init(_ reason: Reason, at offset: Int? = nil) {
        self.reason = reason
        self.offset = offset
    }
}

extension PatternError: CustomStringConvertible {
    public var description: String {
        if let offset { "\(reason), at offset \(offset) of the pattern" } else { "\(reason)" }
    }
}

extension PatternError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLong(let limit): "pattern longer than \(limit) code points"
        case .nestingTooDeep(let limit): "groups nested deeper than \(limit)"
        case .nothingToRepeat: "nothing to repeat"
        case .rangeOfQuantifier: "numbers out of order in a quantifier"
        case .quantifierTooLarge(let limit): "number above \(limit) in a quantifier"
        case .loneBracket(let scalar): "lone '\(scalar)', write '\\\(scalar)'"
        case .unbalancedParenthesis: "unbalanced parenthesis"
        case .unclosedClass: "missing ']'"
        case .rangeOfClass: "invalid range in a character class"
        case .unknownGroup: "unknown kind of group"
        case .groupName(let name): "invalid or repeated group name '\(name)'"
        case .unknownReference(let name): "reference to a group that does not exist: \(name)"
        case .invalidEscape: "invalid escape"
        case .unknownProperty(let name): "unknown Unicode property '\(name)'"
        case .notSupported(let message): "not supported: \(message)"
        case .tooExpensive: "pattern too expensive"
        }
    }
}
