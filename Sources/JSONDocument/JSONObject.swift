/// The members of a JSON object in document order, each key once.
///
/// Keys are compared as UTF-8 bytes, so that composed and decomposed spellings are two members. Look-up is linear
/// up to 16 members and indexed above. Equality ignores the order.
public struct JSONObject: Sendable {
    /// One member: its name and its value.
    public typealias Element = (key: String, value: JSONValue)

    private static let indexedAbove = 16

    private var members: [Element] = []
    private var index: [UTF8Key: Int]?  // position by key; nil while there are few members

    /// An object without members.
    public init() {}

    /// An object of `members` in their order; the last of two with the same key wins, in the first one's place.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        for (key, value) in members { self[key] = value }
    }

    /// The keys in document order.
    public var keys: [String] { members.map(\.key) }

    /// The value of the member named `key`.
    ///
    /// Setting appends a new member at the end, replaces one in its place, and with nil removes it.
    public subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            guard let newValue else {
                remove(key)
                return
            }
            if let position = position(of: key) {
                members[position].value = newValue
            } else {
                append(key, newValue)
            }
        }
    }

    /// Removes the member named `key` and returns its value, or nil when there was none.
    @discardableResult
    public mutating func remove(_ key: String) -> JSONValue? {
        guard let position = position(of: key) else { return nil }
        let removed = members.remove(at: position)
        rebuildIndex()
        return removed.value
    }

    /// Appends a member unless one of that name is there; returns whether it did.
    mutating func appendIfAbsent(_ key: String, _ value: JSONValue) -> Bool {
        if position(of: key) != nil { return false }
        append(key, value)
        return true
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        members.append((key, value))
        if index != nil {
            index?[UTF8Key(key)] = members.count - 1
        } else if members.count > Self.indexedAbove {
            rebuildIndex()
        }
    }

    private mutating func rebuildIndex() {
        guard members.count > Self.indexedAbove else {
            index = nil
            return
        }
        var positions = [UTF8Key: Int](minimumCapacity: members.count * 2)
        for (position, member) in members.enumerated() { positions[UTF8Key(member.key)] = position }
        index = positions
    }

    private func position(of key: String) -> Int? {
        if let index { return index[UTF8Key(key)] }
        return members.firstIndex { $0.key.hasSameBytes(as: key) }
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { members.count }

    /// The member at `position` in document order, from 0.
    public subscript(position: Int) -> Element { members[position] }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.key] == .some($0.value) }
    }

    public func hash(into hasher: inout Hasher) {
        var sum = 0  // of the members' own hashes, so that the order does not matter
        for member in members {
            var one = Hasher()
            member.key.hashBytes(into: &one)
            member.value.hash(into: &one)
            sum &+= one.finalize()
        }
        hasher.combine(members.count)
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

extension JSONObject: CustomStringConvertible {
    /// The compact JSON text.
    public var description: String { JSONValue.object(self).description }
}
