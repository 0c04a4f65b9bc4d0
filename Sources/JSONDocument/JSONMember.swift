/// One member of an object, with a digest of its name that tells most names apart.
struct JSONMember: Sendable {
    let key: String
    var value: JSONValue
    let mark: UInt32

    /// - Parameter mark: that of `key`.
    func isNamed(_ key: String, mark: UInt32) -> Bool { self.mark == mark && self.key.hasSameBytes(as: key) }
}

extension UnsafeBufferPointer<JSONMember> {
    /// The position of the member named `key`, found one after the other.
    ///
    /// - Parameter mark: that of `key`.
    func position(of key: String, mark: UInt32) -> Int? {
        for position in indices where self[position].mark == mark {
            if self[position].key.hasSameBytes(as: key) { return position }
        }
        return nil
    }
}
