/// A place in a JSON value, after RFC 6901.
public struct JSONPointer: Sendable {
    /// The member names and element numbers from the root down, unescaped.
    public private(set) var tokens: [String] = []

    /// The whole value.
    public static let root = JSONPointer([])

    public init(_ tokens: [String]) { self.tokens = tokens }

    /// Reads the string form: empty, or `/` before each token, with `~0` for `~` and `~1` for `/`.
    public init(parsing text: String) throws(JSONPointerError) {
        if text.isEmpty { return }
        guard text.utf8.first == UInt8(ascii: "/") else { throw .missingSlash }
        var token: [UInt8] = []
        var escaped = false
        for (offset, byte) in text.utf8.enumerated().dropFirst() {
            if escaped {
                switch byte {
                case UInt8(ascii: "0"): token.append(UInt8(ascii: "~"))
                case UInt8(ascii: "1"): token.append(UInt8(ascii: "/"))
                default: throw .invalidEscape(offset: offset - 1)
                }
                escaped = false
            } else if byte == UInt8(ascii: "/") {
                tokens.append(String(decoding: token, as: UTF8.self))
                token.removeAll(keepingCapacity: true)
            } else if byte == UInt8(ascii: "~") {
                escaped = true
            } else {
                token.append(byte)
            }
        }
        if escaped { throw .invalidEscape(offset: text.utf8.count - 1) }
        tokens.append(String(decoding: token, as: UTF8.self))
    }

    public mutating func append(_ key: String) { tokens.append(key) }

    public mutating func append(_ index: Int) { tokens.append(String(index)) }

    /// The pointer to the member `key` of what this one points to.
    public func appending(_ key: String) -> JSONPointer { JSONPointer(tokens + [key]) }

    /// The pointer to the element `index`, from 0, of what this one points to.
    public func appending(_ index: Int) -> JSONPointer { JSONPointer(tokens + [String(index)]) }

    /// Returns what stands there in `value`, or nil when nothing does; `-` and numbers like `01` point to nothing.
    public func resolve(in value: JSONValue) -> JSONValue? {
        var value = value
        for token in tokens {
            switch value {
            case .object(let object):
                guard let member = object[token] else { return nil }
                value = member
            case .array(let elements):
                guard let index = Self.index(token), index < elements.count else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }

    /// The element number that `token` spells: digits without a leading zero (section 4).
    static func index(_ token: String) -> Int? {
        let digits = token.utf8
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { return nil }
        return Int(token)
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The string form; empty for the root.
    public var description: String {
        var text = ""
        for token in tokens {
            text += "/"
            for scalar in token.unicodeScalars {
                switch scalar {
                case "~": text += "~0"
                case "/": text += "~1"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
        return text
    }
}

extension JSONPointer: Hashable {
    public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
        left.tokens.count == right.tokens.count
            && zip(left.tokens, right.tokens).allSatisfy { $0.hasSameBytes(as: $1) }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(tokens.count)
        for token in tokens { token.hashBytes(into: &hasher) }
    }
}
