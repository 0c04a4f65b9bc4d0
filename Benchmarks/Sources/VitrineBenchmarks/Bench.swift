/// One question about speed: ours and its peers take turns in one run, and the medians count.
protocol Bench: Sendable {
    /// What `--only` takes; kept for good, since results of different releases are compared by it.
    static var name: String { get }
    /// What is measured, in one line.
    static var summary: String { get }

    init()

    /// - Throws: when something answered wrongly: a fast wrong answer is no result.
    func run(in setting: BenchSetting) throws -> [BenchResult]
}
