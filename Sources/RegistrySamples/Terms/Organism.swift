/// A species with the assembly that our studies use and a place on it.
struct Organism: Sendable {
    /// Scientific name and term of NCBI Taxonomy.
    let species: Term
    /// Name of the assembly, as `genome_build` has it.
    let build: String
    let annotation: String
    let locus: Locus
    /// Copies of each chromosome: 2, or 1 for yeast strains, bacteria and viruses.
    let ploidy: Int
    /// What kind of names `genes` are.
    let geneIDs: String
    /// Real gene symbols, 16 to 24.
    let genes: [String]
}

/// A place on an assembly; its bases are invented for each study.
struct Locus: Sendable {
    let contig: String
    /// Length of the whole contig in bases, as the assembly has it.
    let contigLength: Int
    /// First base, counted from 0.
    let start: Int
    /// Bases that reads and variants are taken from.
    static let length = 720
}
