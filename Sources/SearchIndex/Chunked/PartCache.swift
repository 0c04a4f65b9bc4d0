internal import Synchronization

/// Parts of stored segments that were read, up to a number of bytes; what has not been used for long goes first.
///
/// Segments never change, so nothing in it can be out of date. It keeps two generations: what is used moves into the
/// young one, and when that holds half of the bytes, the old one is dropped and the young one takes its place.
package final class PartCache: Sendable {
    private struct State {
        var young: [SegmentPartKey: [UInt8]] = [:]
        var old: [SegmentPartKey: [UInt8]] = [:]
        var youngBytes = 0
    }
    private let state = Mutex(State())
    private let capacity: Int
    /// Of a part that is kept, beside its bytes: its key and what the table needs.
    private static let overhead = 96

    /// - Parameter capacity: bytes; 0 keeps nothing.
    package init(capacity: Int) { self.capacity = capacity }

    func part(_ key: SegmentPartKey) -> [UInt8]? {
        state.withLock { state in
            if let part = state.young[key] { return part }
            guard let part = state.old.removeValue(forKey: key) else { return nil }
            keep(part, key, &state)
            return part
        }
    }
    func keep(_ parts: [SegmentPartKey: [UInt8]]) {
        state.withLock { state in
            for (key, part) in parts { keep(part, key, &state) }
        }
    }

    private func keep(_ part: [UInt8], _ key: SegmentPartKey, _ state: inout State) {
        let bytes = part.count + Self.overhead
        guard bytes <= capacity / 2, state.young.updateValue(part, forKey: key) == nil else { return }
        state.youngBytes += bytes
        if state.youngBytes > capacity / 2 {
            state.old = state.young
            state.young = [:]
            state.youngBytes = 0
        }
    }
}
