extension Locus {
    /// Returns `length` invented bases, the same for the same `name`; a little richer in A and T than in C and G.
    static func bases(named name: String) -> [UInt8] {
        var random = SampleRandom("bases of \(name)")
        let choices = Array("AAATTTCCGGACGT".utf8)
        return (0..<length).map { _ in random.pick(choices) }
    }

    /// Returns the other strand's bases, read in its own direction.
    static func reverseComplement(_ bases: some BidirectionalCollection<UInt8>) -> [UInt8] {
        bases.reversed().map { base in
            switch base {
            case UInt8(ascii: "A"): UInt8(ascii: "T")
            case UInt8(ascii: "C"): UInt8(ascii: "G")
            case UInt8(ascii: "G"): UInt8(ascii: "C")
            case UInt8(ascii: "T"): UInt8(ascii: "A")
            default: base
            }
        }
    }

    /// Returns FASTA in lines of 60 bases, its name the place as `contig:first-last`, counted from 1.
    func fasta(_ bases: [UInt8]) -> [UInt8] {
        var text = Array(">\(contig):\(start + 1)-\(start + bases.count) synthetic sequence\n".utf8)
        for line in stride(from: 0, to: bases.count, by: 60) {
            text += bases[line..<min(line + 60, bases.count)] + [UInt8(ascii: "\n")]
        }
        return text
    }
}
