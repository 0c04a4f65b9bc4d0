/// The secrets with which this registry signs URLs and credentials: one that signs, and former ones still honoured.
///
/// A ring never prints its secrets.
package struct SigningKeyRing: Sendable, CustomStringConvertible {
    package struct Key: Sendable, CustomStringConvertible {
        /// 1 to 32 of `A–Z a–z 0–9 - _`; travels in what it signs, so that keys can be rotated.
        package let id: String
        /// 32 random bytes.
        package let secret: [UInt8]

        package init(id: String, secret: [UInt8]) {
            self.id = id
            self.secret = secret
        }
        package var description: String { "key \(id)" }
    }
    package let current: Key
    package let former: [Key]

    package init(current: Key, former: [Key] = []) {
        self.current = current
        self.former = former
    }
    package func key(_ id: String) -> Key? { ([current] + former).first { $0.id == id } }
    package var description: String { "signing keys, current \(current.id)" }
}
