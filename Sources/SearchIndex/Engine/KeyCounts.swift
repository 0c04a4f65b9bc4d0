/// Keys of one kind in their order, each with how many documents have it.
struct KeyCounts {
    private var bytes: [UInt8] = []
    /// Where each key ends.
    private var ends: [Int] = []
    private(set) var counts: [Int] = []

    var count: Int { counts.count }
    /// Of all keys.
    var byteCount: Int { bytes.count }

    /// - Parameter key: comes after all others.
    mutating func append(_ key: some Collection<UInt8>, _ documents: Int) {
        bytes.append(contentsOf: key)
        ends.append(bytes.count)
        counts.append(documents)
    }

    func key(_ index: Int, atMost count: Int = .max) -> [UInt8] { Array(bytes[range(of: index)].prefix(count)) }
    private func range(of index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// All of several lists as one; what they have in common is added up.
    static func merged(_ lists: [KeyCounts]) -> KeyCounts {
        var lists = lists
        // By twos, so that each key is moved as often as the number of lists can be halved.
        while lists.count > 1 {
            lists = stride(from: 0, to: lists.count, by: 2).map { index in
                index + 1 < lists.count ? lists[index].merged(with: lists[index + 1]) : lists[index]
            }
        }
        return lists.first ?? KeyCounts()
    }

    private func merged(with other: KeyCounts) -> KeyCounts {
        if count == 0 { return other }
        if other.count == 0 { return self }
        var merged = KeyCounts()
        merged.bytes.reserveCapacity(bytes.count + other.bytes.count)
        merged.ends.reserveCapacity(count + other.count)
        merged.counts.reserveCapacity(count + other.count)
        bytes.withUnsafeBytes { bytes in
            other.bytes.withUnsafeBytes { others in
                var (index, otherIndex) = (0, 0)
                while index < count || otherIndex < other.count {
                    let one = index < count ? UnsafeRawBufferPointer(rebasing: bytes[range(of: index)]) : nil
                    let two =
                        otherIndex < other.count
                        ? UnsafeRawBufferPointer(rebasing: others[other.range(of: otherIndex)]) : nil
                    guard let one, let two else {
                        if let one { merged.append(one, counts[index]) }
                        if let two { merged.append(two, other.counts[otherIndex]) }
                        index += one == nil ? 0 : 1
                        otherIndex += two == nil ? 0 : 1
                        continue
                    }
                    let order = one.order(against: two)
                    merged.append(
                        order <= 0 ? one : two,
                        (order <= 0 ? counts[index] : 0) + (order >= 0 ? other.counts[otherIndex] : 0))
                    if order <= 0 { index += 1 }
                    if order >= 0 { otherIndex += 1 }
                }
            }
        }
        return merged
    }
}
