/// Where a cluster's node sends who asked for a slot that it does not serve.
struct Redirection: Sendable, Hashable {
    let slot: UInt16
    /// Empty: the same host as who says so.
    let host: String
    let port: UInt16
    /// `MOVED`; else `ASK`, which counts for this once.
    let isForGood: Bool

    /// - Parameter text: what follows the code: `3999 127.0.0.1:6381`.
    init?(_ text: String, isForGood: Bool) {
        let parts = text.split(separator: " ")
        guard parts.count >= 2, let slot = UInt16(parts[0]), slot < KeySlot.count,
            let colon = parts[1].lastIndex(of: ":"), let port = UInt16(parts[1][parts[1].index(after: colon)...])
        else { return nil }
        self.slot = slot
        host = String(parts[1][..<colon])
        self.port = port
        self.isForGood = isForGood
    }
}
