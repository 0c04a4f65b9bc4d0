internal import RegistryCore

/// Who asks, as far as it decides what may be read; made once for a search, since every lane is asked with it.
struct ReaderKey: Sendable, Hashable {
    /// What policies may name the caller by, as UTF-8, each once; nil for an administrator.
    let names: [[UInt8]]?
    /// A 1 and the names, each behind its length; empty for an administrator.
    private let bytes: [UInt8]

    init(_ caller: Identity) {
        guard !caller.isAdmin else {
            names = nil
            bytes = []
            return
        }
        let names = Set(caller.names.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
        self.names = names
        bytes = [1] + names.flatMap { name in withUnsafeBytes(of: UInt64(name.count)) { Array($0) } + name }
    }

    static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }
    func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
