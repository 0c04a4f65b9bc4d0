/// Bob Jenkins' hash lookup3 (https://burtleburtle.net/bob/c/lookup3.c, public domain): the checksum of HDF5's metadata.
enum Lookup3 {
    /// Returns `hashlittle` of `bytes` with the initial value 0.
    static func hash(_ bytes: [UInt8]) -> UInt32 {
        var state = State(length: bytes.count)
        var rest = bytes[...]
        while rest.count > 12 {
            state.add(rest.prefix(12))
            state.mix()
            rest = rest.dropFirst(12)
        }
        if rest.isEmpty { return state.c }
        state.add(rest)
        state.finish()
        return state.c
    }

    private struct State {
        var a, b, c: UInt32

        init(length: Int) {
            a = 0xdead_beef &+ UInt32(truncatingIfNeeded: length)
            b = a
            c = a
        }

        /// Adds up to 12 bytes, four to each word; absent ones count as 0.
        mutating func add(_ block: ArraySlice<UInt8>) {
            for (index, byte) in block.enumerated() {
                let part = UInt32(byte) << (8 * UInt32(index % 4))
                switch index / 4 {
                case 0: a &+= part
                case 1: b &+= part
                default: c &+= part
                }
            }
        }

        mutating func mix() {
            Self.step(&a, &c, b, 4)
            Self.step(&b, &a, c, 6)
            Self.step(&c, &b, a, 8)
            Self.step(&a, &c, b, 16)
            Self.step(&b, &a, c, 19)
            Self.step(&c, &b, a, 4)
        }
        private static func step(_ x: inout UInt32, _ y: inout UInt32, _ z: UInt32, _ turn: UInt32) {
            x &-= y
            x ^= rotated(y, turn)
            y &+= z
        }

        mutating func finish() {
            Self.fold(&c, b, 14)
            Self.fold(&a, c, 11)
            Self.fold(&b, a, 25)
            Self.fold(&c, b, 16)
            Self.fold(&a, c, 4)
            Self.fold(&b, a, 14)
            Self.fold(&c, b, 24)
        }
        private static func fold(_ x: inout UInt32, _ y: UInt32, _ turn: UInt32) {
            x ^= y
            x &-= rotated(y, turn)
        }

        private static func rotated(_ value: UInt32, _ turn: UInt32) -> UInt32 { value << turn | value >> (32 - turn) }
    }
}
