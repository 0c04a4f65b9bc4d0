extension UnsafeRawBufferPointer {
    /// How many bytes both begin with.
    func commonPrefixCount(with other: UnsafeRawBufferPointer) -> Int {
        let end = Swift.min(count, other.count)
        var index = 0
        while index &+ 8 <= end {
            let difference =
                loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
                ^ other.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
            if difference != 0 { return index &+ difference.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < end, self[index] == other[index] { index &+= 1 }
        return index
    }

    /// Negative when this comes before `other` by its bytes, 0 when they are the same, else positive.
    func order(against other: UnsafeRawBufferPointer) -> Int {
        let shared = commonPrefixCount(with: other)
        if shared < count, shared < other.count { return Int(self[shared]) &- Int(other[shared]) }
        return count &- other.count
    }
}

extension [UInt8] {
    /// As ``Swift/UnsafeRawBufferPointer/order(against:)``.
    func order(against other: [UInt8]) -> Int {
        withUnsafeBytes { one in other.withUnsafeBytes { one.order(against: $0) } }
    }
}
