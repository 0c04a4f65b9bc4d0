/// Invented models of an organism's genes: real symbols, invented places, one transcript of two or three exons each.
struct GeneModels {
    let contig: String
    let source: String
    let genes: [Gene]
    /// First and last base that the models span, counted from 1.
    let span: ClosedRange<Int>

    struct Gene {
        let symbol: String
        let strand: Character
        /// Counted from 1, ascending, both ends included.
        let exons: [ClosedRange<Int>]

        var start: Int { exons[0].lowerBound }
        var end: Int { exons[exons.count - 1].upperBound }
        var name: String { symbol.replacing(" ", with: "_") }
    }

    init(of organism: Organism, named name: String) {
        var random = SampleRandom("genes of \(name)")
        let locus = organism.locus
        let spacing = min(6_000, (locus.contigLength - locus.start) / (organism.genes.count + 1))
        contig = locus.contig
        source = organism.annotation.split(separator: " ").first.map(String.init) ?? organism.annotation
        span = (locus.start + 1)...(locus.start + spacing * organism.genes.count)
        genes = organism.genes.enumerated().map { index, symbol in
            let start = locus.start + index * spacing + random.number(in: 1...(spacing / 5))
            let part = spacing * 3 / 5 / 3
            let exons = (0..<(organism.ploidy == 1 ? 1 : random.number(in: 2...3))).map { exon in
                let first = start + exon * part
                return first...(first + random.number(in: (part / 4)...(part * 3 / 4)))
            }
            return Gene(symbol: symbol, strand: random.chance(percent: 50) ? "+" : "-", exons: exons)
        }
    }

    /// Returns GFF3 1.26: gene, mRNA, exon.
    func gff3() -> [UInt8] {
        var lines = ["##gff-version 3.1.26", "##sequence-region \(contig) \(span.lowerBound) \(span.upperBound)"]
        for gene in genes {
            lines.append(line("gene", gene.start, gene.end, gene, "ID=gene:\(gene.name);Name=\(gene.symbol)"))
            let parent = "ID=transcript:\(gene.name).1;Parent=gene:\(gene.name)"
            lines.append(line("mRNA", gene.start, gene.end, gene, parent))
            for (index, exon) in gene.exons.enumerated() {
                let id = "ID=exon:\(gene.name).1.\(index + 1);Parent=transcript:\(gene.name).1"
                lines.append(line("exon", exon.lowerBound, exon.upperBound, gene, id))
            }
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Returns GTF 2.2: gene, transcript, exon.
    func gtf() -> [UInt8] {
        var lines = ["#!genebuild synthetic"]
        for gene in genes {
            let id = "gene_id \"\(gene.name)\"; gene_name \"\(gene.symbol)\";"
            lines.append(line("gene", gene.start, gene.end, gene, id))
            let transcript = "\(id) transcript_id \"\(gene.name).1\";"
            lines.append(line("transcript", gene.start, gene.end, gene, transcript))
            for (index, exon) in gene.exons.enumerated() {
                let number = "\(transcript) exon_number \"\(index + 1)\";"
                lines.append(line("exon", exon.lowerBound, exon.upperBound, gene, number))
            }
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private func line(_ type: String, _ start: Int, _ end: Int, _ gene: Gene, _ attributes: String) -> String {
        [contig, source, type, String(start), String(end), ".", String(gene.strand), ".", attributes]
            .joined(separator: "\t")
    }
}
