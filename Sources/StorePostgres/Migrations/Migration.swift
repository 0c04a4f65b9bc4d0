/// One numbered step of the schema; what a release has shipped never changes.
struct Migration {
    /// From 1, without gaps.
    let number: Int
    /// `verb_noun`, as in the name of its file.
    let name: String
    let sql: String

    static let all: [Migration] = [.createRegistry, .keepRejects, .widenJobs, .indexSegments]
}
