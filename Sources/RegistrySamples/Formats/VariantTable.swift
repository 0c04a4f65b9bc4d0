/// Variants at an invented locus with the genotypes of some samples.
struct VariantTable {
    let records: [Record]

    struct Record {
        /// Counted from 1, on the contig.
        let position: Int
        let reference: String
        let alternative: String
        let quality: Int
        let filter: String
        let genotypes: [Genotype]
    }

    struct Genotype {
        /// Copies of the alternative allele.
        let copies: Int
        let referenceDepth: Int
        let alternativeDepth: Int
        let quality: Int
    }

    /// - Parameter normal: index of the sample that has none of the variants; nil when any may have them.
    init(named name: String, bases: [UInt8], locus: Locus, ploidy: Int, samples: Int, normal: Int?) {
        var random = SampleRandom("variants of \(name)")
        let places = random.distinct(random.number(in: 14...22), in: 1...(bases.count - 5))
        var records: [Record] = []
        for place in places {
            let (reference, alternative) = Self.alleles(bases, at: place, &random)
            let genotypes = (0..<samples).map { sample in
                let copies = sample == normal ? 0 : random.number(in: 0...ploidy)
                let depth = random.number(in: 18...60)
                // Half of the reads, more or less, of a variant on one of two copies.
                let seen = copies == 0 ? 0 : copies == ploidy ? depth : depth / 2 + random.number(in: -4...4)
                return Genotype(
                    copies: copies, referenceDepth: depth - seen, alternativeDepth: seen,
                    quality: random.number(in: 20...99))
            }
            if genotypes.allSatisfy({ $0.copies == 0 }) { continue }
            let isPoor = random.chance(percent: 12)
            records.append(
                Record(
                    position: locus.start + place + 1, reference: reference, alternative: alternative,
                    quality: isPoor ? random.number(in: 5...19) : random.number(in: 30...900),
                    filter: isPoor ? "LowQual" : "PASS", genotypes: genotypes))
        }
        self.records = records
    }

    private static func alleles(
        _ bases: [UInt8], at place: Int, _ random: inout SampleRandom
    ) -> (reference: String, alternative: String) {
        let base = bases[place]
        switch random.number(in: 1...10) {
        case 1:  // deletion of one to three bases, after the base that anchors it
            let end = place + random.number(in: 1...3)
            return (text(bases[place...end]), text([base]))
        case 2:  // insertion
            let inserted = (0..<random.number(in: 1...4)).map { _ in random.pick(Array("ACGT".utf8)) }
            return (text([base]), text([base] + inserted))
        default:
            return (text([base]), text([random.pick(Array("ACGT".utf8).filter { $0 != base })]))
        }
    }
    private static func text(_ bases: some Collection<UInt8>) -> String { String(decoding: bases, as: UTF8.self) }

    var passed: Int { records.count { $0.filter == "PASS" } }

    /// Kinds of variants that are there, of those in `Term`.
    var kinds: [Term] {
        var kinds: [Term] = []
        if records.contains(where: { $0.reference.count == $0.alternative.count }) { kinds.append(.snv) }
        if records.contains(where: { $0.reference.count < $0.alternative.count }) { kinds.append(.insertion) }
        if records.contains(where: { $0.reference.count > $0.alternative.count }) { kinds.append(.deletion) }
        return kinds
    }

    /// Returns VCF 4.3, sorted by position.
    func vcf(on organism: Organism, samples: [String], caller: Program, created: String) -> [UInt8] {
        let locus = organism.locus
        var lines = [
            "##fileformat=VCFv4.3", "##fileDate=\(created.filter { $0 != "-" })",
            "##source=\(caller.name) \(caller.version)", "##reference=\(organism.build)",
            "##contig=<ID=\(locus.contig),length=\(locus.contigLength),assembly=\(organism.build)>",
            "##FILTER=<ID=LowQual,Description=\"Quality below 20\">",
            "##INFO=<ID=DP,Number=1,Type=Integer,Description=\"Reads over the position, of all samples\">",
            "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"Copies of the alternative allele\">",
            "##INFO=<ID=AN,Number=1,Type=Integer,Description=\"Copies of the position\">",
            "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">",
            "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Reads of each allele\">",
            "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"Quality of the genotype\">",
            (["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT"] + samples)
                .joined(separator: "\t"),
        ]
        for record in records {
            let depth = record.genotypes.reduce(0) { $0 + $1.referenceDepth + $1.alternativeDepth }
            let copies = record.genotypes.reduce(0) { $0 + $1.copies }
            var fields = [locus.contig, String(record.position), ".", record.reference, record.alternative]
            fields += [String(record.quality), record.filter]
            fields += ["DP=\(depth);AC=\(copies);AN=\(record.genotypes.count * organism.ploidy)", "GT:AD:GQ"]
            fields += record.genotypes.map { genotype in
                let alleles = (0..<organism.ploidy).map { $0 < organism.ploidy - genotype.copies ? "0" : "1" }
                let depths = "\(genotype.referenceDepth),\(genotype.alternativeDepth)"
                return "\(alleles.joined(separator: "/")):\(depths):\(genotype.quality)"
            }
            lines.append(fields.joined(separator: "\t"))
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }
}
