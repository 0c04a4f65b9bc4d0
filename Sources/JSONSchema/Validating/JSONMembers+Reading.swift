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
