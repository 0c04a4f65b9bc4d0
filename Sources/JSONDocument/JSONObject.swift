/// The members of a JSON object in document order, each key once.
///
/// Keys are compared as UTF-8 bytes, so that composed and decomposed spellings are two members. Look-up is linear
/// up to 16 members and indexed above. Equality ignores the order.
public struct JSONObject: Sendable {
    /// One member: its name and its value.
    public typealias Element = (key: String, value: JSONValue)

    private(set) var members: ContiguousArray<JSONMember> = []
    private var index = JSONIndex()  // empty while there are few members

    /// An object without members.
    public init() {}

    /// An object of `members` in their order; the last of two with the same key wins, in the first one's place.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        self.members.reserveCapacity(members.underestimatedCount)
        for (key, value) in members { self[key] = value }
    }

    /// - Parameter index: of these members, empty when there are at most `JSONIndex.threshold`.
    init(_ members: ContiguousArray<JSONMember>, index: JSONIndex) {
        self.members = members
        self.index = index
    }

    /// The keys in document order.
    public var keys: [String] { members.map(\.key) }

    /// The value of the member named `key`.
    ///
    /// Setting appends a new member at the end, replaces one in its place, and with nil removes it.
    public subscript(key: String) -> JSONValue? {
        get { position(of: key, mark: JSONKey.mark(of: key)).map { members[$0].value } }
        set {
            guard let newValue else {
                remove(key)
                return
            }
            let mark = JSONKey.mark(of: key)
            if let position = position(of: key, mark: mark) {
                members[position].value = newValue
            } else {
                append(JSONMember(key: key, value: newValue, mark: mark))
            }
        }
    }

    /// The value of the member named `key`; the fastest way to look up a name that is asked for often.
    public subscript(key: JSONKey) -> JSONValue? {
        position(of: key.string, mark: key.mark).map { members[$0].value }
    }

    /// Removes the member named `key` and returns its value, or nil when there was none.
    @discardableResult
    public mutating func remove(_ key: String) -> JSONValue? {
        guard let position = position(of: key, mark: JSONKey.mark(of: key)) else { return nil }
        let removed = members.remove(at: position)
        index = members.count > JSONIndex.threshold ? JSONIndex(of: members) : JSONIndex()
        return removed.value
    }

    private mutating func append(_ member: JSONMember) {
        members.append(member)
        if index.hasRoom(forCount: members.count) {
            _ = members.withUnsafeBufferPointer {
                index.insert(member.key, mark: member.mark, at: $0.count - 1, in: $0)
            }
        } else if members.count > JSONIndex.threshold {
            index = JSONIndex(of: members)
        }
    }

    private func position(of key: String, mark: UInt32) -> Int? {
        members.withUnsafeBufferPointer { members in
            index.isEmpty
                ? members.position(of: key, mark: mark) : index.position(of: key, mark: mark, in: members)
        }
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { members.count }

    /// The member at `position` in document order, from 0.
    public subscript(position: Int) -> Element { (members[position].key, members[position].value) }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        return left.members.enumerated().allSatisfy { position, member in
            // Objects that are alike mostly have their members in one order.
            let other = right.members[position]
            if other.isNamed(member.key, mark: member.mark) { return other.value == member.value }
            guard let found = right.position(of: member.key, mark: member.mark) else { return false }
            return right.members[found].value == member.value
        }
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
