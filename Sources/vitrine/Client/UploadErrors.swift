internal import RegistryClient

/// Tells the person who uploads the first few things that are wrong, and where the rest is.
struct UploadErrors: Sendable {
    private static let shown = 10

    let plan: UploadPlan
    let shownURL: String

    /// Says on standard error what the registry has against the documents.
    ///
    /// - Parameter status: of the job, whose errors are shown when the registry does not keep them with fixes.
    func tell(_ status: JobStatus, from registry: RegistryClient) async {
        let told = try? await registry.errors(of: plan.project, version: plan.version, pageSize: Self.shown)
        let problems = (told?.documents ?? []).flatMap { document in
            document.problems.map { (document.path, $0) }
        }
        guard !problems.isEmpty else {
            for error in status.errors { Console.note(error.description) }
            return
        }
        for (path, problem) in problems.prefix(Self.shown) {
            let place = [path, problem.pointer, problem.message].filter { !$0.isEmpty }.joined(separator: ": ")
            Console.note(PlainText.shown(place, limit: 2_000))
            if let fix = problem.fixText { Console.note("  Fix: \(PlainText.shown(fix, limit: 1_000))") }
        }
        Console.note(
            "All of them, with the fixes that are known: vitrine errors \(plan.project) \(plan.version)\(shownURL)")
    }
}
