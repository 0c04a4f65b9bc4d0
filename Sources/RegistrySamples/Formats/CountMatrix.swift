/// Counts of an organism's genes in samples or cells: whole numbers only, so that they are the same on every machine.
struct CountMatrix {
    let genes: [String]
    let columns: [String]
    /// One row per gene, one number per column.
    let counts: [[Int]]

    /// - Parameters:
    ///   - groups: for each column the number of its condition; genes differ between conditions.
    ///   - means: of a gene that does not differ.
    init(named name: String, genes: [String], columns: [String], groups: [Int], means: ClosedRange<Int>) {
        var random = SampleRandom("counts of \(name)")
        self.genes = genes
        self.columns = columns
        let conditions = (groups.max() ?? 0) + 1
        counts = genes.map { _ in
            let mean = random.number(in: means)
            let effects = (0..<conditions).map { $0 == 0 ? 4 : random.pick([1, 2, 4, 4, 4, 8, 14]) }
            return groups.map { mean * effects[$0] * random.number(in: 70...130) / 400 }
        }
    }

    /// Returns a header line and one line per gene.
    func table(separator: String) -> [UInt8] {
        var lines = [(["gene"] + columns).joined(separator: separator)]
        lines += zip(genes, counts).map { gene, row in ([gene] + row.map(String.init)).joined(separator: separator) }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Returns MatrixMarket coordinate format (https://math.nist.gov/MatrixMarket/formats.html), column by column.
    func matrixMarket() -> [UInt8] {
        var entries: [String] = []
        for column in columns.indices {
            for row in genes.indices where counts[row][column] != 0 {
                entries.append("\(row + 1) \(column + 1) \(counts[row][column])")
            }
        }
        let head = [
            "%%MatrixMarket matrix coordinate integer general", "% genes in rows, cells in columns",
            "\(genes.count) \(columns.count) \(entries.count)",
        ]
        return Array(((head + entries).joined(separator: "\n") + "\n").utf8)
    }
}
