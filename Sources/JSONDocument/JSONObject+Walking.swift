/// The members of an object as they lie in memory, for those who read every one of them without copying any.
///
/// Valid as long as the object, or a copy of it, is alive and unchanged. The reader does the arithmetic, because a
/// function of another module is not inlined.
package struct JSONMembers {
    /// The first member; its name, a `String`, comes first. Nil only when there are none.
    package let base: UnsafeRawPointer?

    /// How many there are.
    package let count: Int

    /// From one member to the next, in bytes.
    package let stride = MemoryLayout<JSONMember>.stride

    /// From a member to its `JSONValue`, in bytes.
    package let valueOffset: Int

    /// From a member to the mark of its name, a `UInt32`, in bytes; equal names have equal marks (see `JSONKey.mark`).
    package let markOffset: Int

    init(_ members: UnsafeBufferPointer<JSONMember>) {
        base = UnsafeRawPointer(members.baseAddress)
        count = members.count
        valueOffset = MemoryLayout<JSONMember>.offset(of: \.value) ?? 0
        markOffset = MemoryLayout<JSONMember>.offset(of: \.mark) ?? 0
    }
}

extension JSONObject {
    /// The members in memory; see `JSONMembers` for how long they stay there.
    package var inMemory: JSONMembers { members.withUnsafeBufferPointer { JSONMembers($0) } }
}

extension UnsafePointer<JSONValue> {
    /// The members of the object that lies here; none for any other kind. Nothing is copied or retained.
    package var members: JSONMembers {
        if case .object(let object) = pointee {
            object.inMemory
        } else {
            JSONMembers(UnsafeBufferPointer(start: nil, count: 0))
        }
    }
}

extension JSONKey {
    /// The mark that members of this name have; not seeded, so that names with one mark can be prepared.
    package var memberMark: UInt32 { mark }
}

extension JSONNumber {
    /// How many bytes the text of the number has when working with it takes time in proportion; else 0.
    package var longTextCount: Int {
        if case .text(let text) = form { text.utf8.count } else { 0 }
    }
}

extension UnsafePointer<String> {
    /// Whether the strings that lie here and there are the same UTF-8 bytes. Nothing is copied or retained.
    package func hasSameBytes(as other: UnsafePointer<String>) -> Bool { pointee.hasSameBytes(as: other.pointee) }
}
