internal import JSONDocument

extension SchemaTables {
    /// What `table`, one of member names, knows about the member at `position`; nil when it is not there.
    @inline(__always)
    func find(_ position: Int, of members: JSONMembers, in table: NameTables.Table) -> UnsafePointer<NameTables.Slot>? {
        if table.mask < 0 { return nil }
        let key = members.key(position)
        return find(key, hash: table.isSeeded ? seededHash(key) : UInt64(members.mark(position)), in: table)
    }

    /// What `table`, one of any strings, knows about `text`; nil when it is not there.
    @inline(__always)
    func find(_ text: String, in table: NameTables.Table) -> UnsafePointer<NameTables.Slot>? {
        if table.mask < 0 { return nil }
        return withUnsafePointer(to: text) { find($0, hash: seededHash($0), in: table) }
    }

    @inline(__always)
    private func seededHash(_ text: UnsafePointer<String>) -> UInt64 {
        text.pointee.withBytes { NameTables.hash($0, seed: seed) }
    }

    @inline(__always)
    private func find(_ key: UnsafePointer<String>, hash: UInt64, in table: NameTables.Table)
        -> UnsafePointer<NameTables.Slot>?
    {
        let slots = slots + Int(table.start)
        var place = Int(truncatingIfNeeded: hash) & Int(table.mask)
        while slots[place].name >= 0 {
            if slots[place].hash == hash, areEqual(key, slots + place) { return slots + place }
            place = (place &+ 1) & Int(table.mask)
        }
        return nil
    }

    @inline(__always)
    private func areEqual(_ key: UnsafePointer<String>, _ slot: UnsafePointer<NameTables.Slot>) -> Bool {
        let bits = UnsafeRawPointer(key).load(as: (UInt64, UInt64).self)
        if bits.0 == slot.pointee.bits.0, bits.1 == slot.pointee.bits.1 { return true }
        return key.hasSameBytes(as: names + Int(slot.pointee.name))
    }
}
