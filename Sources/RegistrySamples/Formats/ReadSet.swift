/// The reads of one sample: made once from its name, so that its FASTQ and SAM files agree.
struct ReadSet {
    /// In the order in which the instrument gave them.
    let fragments: [Fragment]
    static let readLength = 75

    /// A piece of DNA that was read from one end or from both.
    struct Fragment {
        let name: String
        /// The read of the left end first; of the only end that was read, when the library is not paired.
        let reads: [Read]
        /// Whether the left read is the first mate (or, alone, on the forward strand).
        let isForward: Bool
        /// Bases from one end to the other.
        let length: Int
    }

    struct Read {
        /// First base within the locus, counted from 0.
        let start: Int
        /// As on the forward strand.
        let bases: [UInt8]
        /// Phred scores, as `bases` are ordered.
        let qualities: [UInt8]
        let isReverse: Bool
        /// Bases that differ from the reference.
        let mismatches: Int
    }

    init(named name: String, from reference: [UInt8], layout: ReadLayout, flowcell: String) {
        var random = SampleRandom("reads of \(name)")
        let count = random.number(in: 10...16)
        fragments = (0..<count).map { index in
            let length = layout == .paired ? random.number(in: 160...280) : Self.readLength
            let start = random.number(in: 0...(reference.count - length))
            let isForward = random.chance(percent: 50)
            var reads: [Read] = []
            switch layout {
            case .single: reads = [Self.read(reference, at: start, isReverse: !isForward, &random)]
            case .paired:
                reads.append(Self.read(reference, at: start, isReverse: false, &random))
                reads.append(Self.read(reference, at: start + length - Self.readLength, isReverse: true, &random))
            }
            let tile = 1_101 + index / 4
            let position = "\(random.number(in: 1_000...32_000)):\(random.number(in: 1_000...32_000))"
            return Fragment(
                name: "VX01:\(flowcell):1:\(tile):\(position)", reads: reads, isForward: isForward, length: length)
        }
    }

    private static func read(
        _ reference: [UInt8], at start: Int, isReverse: Bool, _ random: inout SampleRandom
    ) -> Read {
        var bases = Array(reference[start..<(start + readLength)])
        var mismatches = 0
        var qualities: [UInt8] = []
        for index in bases.indices {
            // Quality falls towards the end that was read last.
            let distance = isReverse ? readLength - index : index
            qualities.append(UInt8(random.number(in: max(20, 38 - distance / 6)...40)))
            if random.number(in: 1...150) == 1 {
                bases[index] = random.pick(Array("ACGT".utf8).filter { $0 != bases[index] })
                mismatches += 1
            }
        }
        return Read(start: start, bases: bases, qualities: qualities, isReverse: isReverse, mismatches: mismatches)
    }

    var reads: [Read] { fragments.flatMap(\.reads) }
}

extension ReadSet {
    /// Returns FASTQ (Phred+33) of all reads, or of the first or second mates.
    func fastq(mate: Int?) -> [UInt8] {
        var text: [UInt8] = []
        for fragment in fragments {
            let read: Read
            switch mate {
            case 1: read = fragment.reads[fragment.isForward ? 0 : 1]
            case 2: read = fragment.reads[fragment.isForward ? 1 : 0]
            default: read = fragment.reads[0]
            }
            text += Array("@\(fragment.name) \(mate ?? 1):N:0:ACGTACGT\n".utf8)
            text += read.isReverse ? Locus.reverseComplement(read.bases) : read.bases
            let qualities = read.qualities.map { $0 + 33 }
            text += Array("\n+\n".utf8) + (read.isReverse ? qualities.reversed() : qualities) + Array("\n".utf8)
        }
        return text
    }

    /// Returns SAM 1.6 sorted by position, every read with its place on `locus`.
    func sam(on locus: Locus, sample: String, platform: String, aligner: Program) -> [UInt8] {
        var lines: [(position: Int, text: String)] = []
        for fragment in fragments {
            for (index, read) in fragment.reads.enumerated() {
                let position = locus.start + read.start + 1
                var fields = [fragment.name, String(Self.flag(fragment, index)), locus.contig, String(position), "60"]
                fields.append("\(Self.readLength)M")
                if fragment.reads.count == 2 {
                    let mate = fragment.reads[1 - index]
                    fields += ["=", String(locus.start + mate.start + 1)]
                    fields.append(String(index == 0 ? fragment.length : -fragment.length))
                } else {
                    fields += ["*", "0", "0"]
                }
                fields.append(String(decoding: read.bases, as: UTF8.self))
                fields.append(String(decoding: read.qualities.map { $0 + 33 }, as: UTF8.self))
                fields += ["NM:i:\(read.mismatches)", "RG:Z:\(sample)"]
                lines.append((position, fields.joined(separator: "\t")))
            }
        }
        // Not sorted(by:) on position alone: its order of equal positions is not promised.
        lines.sort { ($0.position, $0.text) < ($1.position, $1.text) }
        let header = [
            "@HD\tVN:1.6\tSO:coordinate", "@SQ\tSN:\(locus.contig)\tLN:\(locus.contigLength)",
            "@RG\tID:\(sample)\tSM:\(sample)\tPL:\(platform)",
            "@PG\tID:align\tPN:\(aligner.name)\tVN:\(aligner.version)",
        ]
        return Array(((header + lines.map(\.text)).joined(separator: "\n") + "\n").utf8)
    }

    private static func flag(_ fragment: Fragment, _ index: Int) -> Int {
        let read = fragment.reads[index]
        if fragment.reads.count == 1 { return read.isReverse ? 16 : 0 }
        let isFirst = (index == 0) == fragment.isForward
        return 1 + 2 + (read.isReverse ? 16 : 32) + (isFirst ? 64 : 128)
    }
}
