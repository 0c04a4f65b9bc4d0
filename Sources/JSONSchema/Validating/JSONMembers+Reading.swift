internal import JSONDocument

extension JSONMembers {
    /// The name of the member at `position`, from 0.
    @inline(__always)
    func key(_ position: Int) -> UnsafePointer<String> {
        (base.unsafelyUnwrapped + (position &* stride)).assumingMemoryBound(to: String.self)
    }

    /// The value of the member at `position`, from 0.
    @inline(__always)
    func value(_ position: Int) -> UnsafePointer<JSONValue> {
        (base.unsafelyUnwrapped + (position &* stride &+ valueOffset)).assumingMemoryBound(to: JSONValue.self)
    }

    /// The mark of the name of the member at `position`, from 0.
    @inline(__always)
    func mark(_ position: Int) -> UInt32 {
        (base.unsafelyUnwrapped + (position &* stride &+ markOffset)).load(as: UInt32.self)
    }
}

extension UnsafePointer<JSONValue> {
    /// The elements of the array that lies here; none for any other kind.
    @inline(__always)
    var elements: UnsafeBufferPointer<JSONValue> {
        if case .array(let elements) = pointee { return elements.withUnsafeBufferPointer { $0 } }
        return UnsafeBufferPointer(start: nil, count: 0)
    }
}
