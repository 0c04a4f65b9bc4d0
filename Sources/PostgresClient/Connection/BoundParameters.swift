/// The parameters of one statement in binary, packed, as libpq wants them.
package struct BoundParameters {
    private var bytes: [UInt8] = []
    private var places: [(start: Int, count: Int)?] = []
    package let types: [UInt32]

    /// What fits into one message of the protocol, with some room for its frame.
    private static let mostBytes = 1_000_000_000

    /// - Throws: `.unencodable`, naming the parameter by number; for more than 65 535 of them or 1 GB in all, too.
    package init(_ values: [PostgresValue]) throws(PostgresError) {
        guard values.count <= UInt16.max else {
            throw PostgresError(.unencodable, "\(values.count) parameters; PostgreSQL takes at most 65535")
        }
        types = values.map(\.type)
        places.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            let start = bytes.count
            let hasBytes = try value.append(to: &bytes, parameter: index + 1)
            guard bytes.count <= Self.mostBytes else {
                throw PostgresError(.unencodable, "more than 1 GB of parameters at $\(index + 1)")
            }
            places.append(hasBytes ? (start, bytes.count - start) : nil)
        }
        bytes.append(0)  // so that an empty value at the end has an address
    }

    package var count: Int32 { Int32(places.count) }

    /// - Parameter body: gets the values, their lengths and their formats; nothing of it may be kept.
    package func withPointers<Value>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Value
    ) -> Value {
        bytes.withUnsafeBytes { bytes in
            let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress
            return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: places.count) { values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * places.count) { numbers in
                    for (index, place) in places.enumerated() {
                        values.initializeElement(
                            at: index, to: place.flatMap { place in start.map { $0 + place.start } })
                        numbers.initializeElement(at: index, to: Int32(place?.count ?? 0))
                        numbers.initializeElement(at: places.count + index, to: 1)
                    }
                    let lengths = numbers.baseAddress
                    return body(values.baseAddress, lengths, lengths.map { $0 + places.count })
                }
            }
        }
    }
}
