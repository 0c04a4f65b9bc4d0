import JSONDocument
import RegistrySamples
import Testing

/// The data files are what their names say.
@Suite("Sample files")
struct SampleFormatTests {
    static let files = SampleRegistry.projects().flatMap(\.versions).flatMap(\.files)

    /// Text files whose names end in `suffix`, as lines without their ends; never empty.
    static func lines(_ suffix: String) throws -> [[String]] {
        let found = files.filter { $0.path.hasSuffix(suffix) }
        try #require(!found.isEmpty)
        return try found.map { file in
            #expect(file.contents.last == UInt8(ascii: "\n"))
            let text = try #require(String(validating: file.contents, as: UTF8.self))
            return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        }
    }
    static func fields(_ line: String) -> [String] {
        line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func fastaHasNamesAndBases() throws {
        for lines in try Self.lines(".fa") {
            #expect(lines[0].hasPrefix(">"))
            #expect(lines.dropFirst().allSatisfy { $0.count <= 60 && $0.allSatisfy("ACGT".contains) })
        }
    }

    @Test func fastqHasFourLinesARead() throws {
        for lines in try Self.lines(".fastq") { check(fastq: lines) }
    }

    @Test func gzippedFastqUnpacksToFastq() throws {
        let found = Self.files.filter { $0.path.hasSuffix(".fastq.gz") }
        #expect(!found.isEmpty)
        for file in found {
            let bytes = file.contents
            #expect(Array(bytes.prefix(4)) == [0x1f, 0x8b, 8, 0])
            // One stored block: final bit, length, its complement, data, CRC-32, size.
            let length = Int(bytes[11]) | Int(bytes[12]) << 8
            #expect(bytes[10] == 1 && bytes[13] == ~bytes[11] && bytes[14] == ~bytes[12])
            try #require(bytes.count == 15 + length + 8)
            #expect(Int(bytes[bytes.count - 4]) | Int(bytes[bytes.count - 3]) << 8 == length)
            let text = String(decoding: bytes[15..<(15 + length)], as: UTF8.self)
            check(fastq: text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
        }
    }

    private func check(fastq lines: [String]) {
        #expect(!lines.isEmpty && lines.count % 4 == 0)
        for read in stride(from: 0, to: lines.count - 3, by: 4) {
            #expect(lines[read].hasPrefix("@") && lines[read + 2] == "+")
            #expect(lines[read + 1].count == 75 && lines[read + 3].count == 75)
        }
    }

    @Test func samIsSortedAndHasElevenFieldsOrMore() throws {
        for lines in try Self.lines(".sam") {
            #expect(lines[0] == "@HD\tVN:1.6\tSO:coordinate")
            #expect(lines[1].hasPrefix("@SQ\tSN:"))
            let reads = lines.filter { !$0.hasPrefix("@") }.map(Self.fields)
            #expect(!reads.isEmpty && reads.allSatisfy { $0.count >= 11 && $0[9].count == $0[10].count })
            let positions = reads.compactMap { Int($0[3]) }
            #expect(positions.count == reads.count && positions == positions.sorted())
        }
    }

    @Test func vcfDeclaresItsVersionAndColumns() throws {
        for lines in try Self.lines(".vcf") {
            #expect(lines[0] == "##fileformat=VCFv4.3")
            let header = try #require(lines.first { $0.hasPrefix("#CHROM\t") })
            let records = lines.filter { !$0.hasPrefix("#") }.map(Self.fields)
            #expect(!records.isEmpty && records.allSatisfy { $0.count == Self.fields(header).count })
            let positions = records.compactMap { Int($0[1]) }
            #expect(positions.count == records.count && positions == positions.sorted())
            #expect(records.allSatisfy { $0[3] != $0[4] && $0[3].first != nil && $0[4].first != nil })
        }
    }

    /// The same invented bases are in FASTA and in the reference alleles.
    @Test func variantsAgreeWithTheReference() throws {
        let project = try #require(SampleRegistry.projects().first { $0.id == "demo-wgs-ecoli-ward" })
        let files = try #require(project.versions.first).files
        let fasta = try #require(files.first { $0.path == "reference/locus.fa" })
        let lines = String(decoding: fasta.contents, as: UTF8.self).split(separator: "\n")
        let bases = Array(lines.dropFirst().joined())
        let start = try #require(
            lines[0].split(whereSeparator: { ":-".contains($0) }).dropFirst().first.flatMap { Int($0) })
        let vcf = try #require(files.first { $0.path == "variants/isolates.vcf" })
        for line in String(decoding: vcf.contents, as: UTF8.self).split(separator: "\n") where line.first != "#" {
            let fields = Self.fields(String(line))
            let place = try #require(Int(fields[1])) - start
            #expect(String(bases[place..<(place + fields[3].count)]) == fields[3])
        }
    }

    @Test(arguments: [("targets.bed", 6), ("excluded.bed", 6), (".narrowPeak", 10)])
    func bedIsSortedAndHasItsColumns(_ suffix: String, columns: Int) throws {
        for lines in try Self.lines(suffix) {
            let intervals = lines.map(Self.fields)
            #expect(!intervals.isEmpty && intervals.allSatisfy { $0.count == columns })
            let starts = intervals.compactMap { Int($0[1]) }
            let ends = intervals.compactMap { Int($0[2]) }
            #expect(starts == starts.sorted() && zip(starts, ends).allSatisfy { $0 < $1 })
        }
    }

    @Test func bedGraphHasATrackAndFractions() throws {
        for lines in try Self.lines(".bedGraph") {
            #expect(lines[0].hasPrefix("track type=bedGraph"))
            #expect(lines.dropFirst().allSatisfy { (0...1).contains(Self.fields($0).last.flatMap(Double.init) ?? -1) })
        }
    }

    @Test(arguments: [(".gff3", "##gff-version 3"), (".gtf", "#!")])
    func geneModelsHaveNineColumns(_ suffix: String, head: String) throws {
        for lines in try Self.lines(suffix) {
            #expect(lines[0].hasPrefix(head))
            let features = lines.filter { !$0.hasPrefix("#") }.map(Self.fields)
            #expect(!features.isEmpty && features.allSatisfy { $0.count == 9 })
            #expect(features.allSatisfy { (Int($0[3]) ?? 0) >= 1 && (Int($0[3]) ?? 1) <= (Int($0[4]) ?? 0) })
        }
    }

    @Test func matrixMarketHasAsManyEntriesAsItSays() throws {
        for lines in try Self.lines(".mtx") {
            #expect(lines[0] == "%%MatrixMarket matrix coordinate integer general")
            let numbers = lines.filter { !$0.hasPrefix("%") }
            #expect(numbers[0].split(separator: " ").last.flatMap { Int($0) } == numbers.count - 1)
        }
    }

    @Test(arguments: [("gene_counts.csv", ","), ("gene_counts.tsv", "\t"), ("samples.csv", ",")])
    func tablesHaveAsManyFieldsInEveryRow(_ suffix: String, separator: Character) throws {
        for lines in try Self.lines(suffix) {
            let counts = lines.map { $0.split(separator: separator, omittingEmptySubsequences: false).count }
            #expect(Set(counts).count == 1 && lines.count > 1)
        }
    }

    @Test func hdf5BeginsWithItsSignatureAndEndsWhereItSays() throws {
        let found = Self.files.filter { $0.path.hasSuffix(".h5") }
        #expect(!found.isEmpty)
        for file in found {
            #expect(Array(file.contents.prefix(9)) == [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 2])
            let end = file.contents[28..<36].reversed().reduce(0) { $0 << 8 | Int($1) }
            #expect(end == file.contents.count)
        }
    }

    @Test func reportsAreHTMLOrMarkdown() throws {
        for lines in try Self.lines(".html") {
            #expect(lines.first == "<!DOCTYPE html>" && lines.last == "</html>")
        }
        for lines in try Self.lines(".md") { #expect(lines[0].hasPrefix("# ")) }
    }
}
