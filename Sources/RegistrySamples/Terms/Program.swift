internal import JSONDocument

/// A program and the version that our studies ran.
struct Program: Sendable {
    let name: String
    let version: String

    var document: JSONValue { ["name": .string(name), "version": .string(version)] }

    static let bismark = Program(name: "Bismark", version: "0.24.2")
    static let bowtie = Program(name: "Bowtie 2", version: "2.5.3")
    static let bwa = Program(name: "BWA-MEM2", version: "2.2.1")
    static let bcftools = Program(name: "BCFtools", version: "1.19")
    static let cooltools = Program(name: "cooltools", version: "0.7.0")
    static let deepVariant = Program(name: "DeepVariant", version: "1.6.1")
    static let featureCounts = Program(name: "featureCounts", version: "2.0.6")
    static let ivar = Program(name: "iVar", version: "1.4.2")
    static let macs = Program(name: "MACS3", version: "3.0.1")
    static let methylDackel = Program(name: "MethylDackel", version: "0.6.1")
    static let minimap = Program(name: "minimap2", version: "2.28")
    static let multiQC = Program(name: "MultiQC", version: "1.21")
    static let mutect = Program(name: "Mutect2", version: "4.5.0.0")
    static let star = Program(name: "STAR", version: "2.7.11b")
}
