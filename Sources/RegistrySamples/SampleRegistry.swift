/// The sample data of `vitrine up --seed`: made-up projects of a genomics team, with small real files.
///
/// All of it is computed: no clock, no chance, no reading of files. Two calls give the same bytes, on any machine. The
/// sequences, counts and people are invented; the names of species, tissues, diseases, assemblies and genes are real.
package struct SampleRegistry {
    /// Returns all projects, references first, because a redirection of another project leads to them.
    package static func projects() -> [SampleProject] {
        studies.map { StudyBuilder($0).project() }
    }

    static let studies: [Study] =
        Study.coreFacility + Study.human + Study.mouse + Study.modelOrganisms + Study.microbes
}
