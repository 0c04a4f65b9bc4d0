import Foundation
import Testing

/// Everything fails at random under load, and nothing is lost, done twice or shown to strangers.
///
/// `VITRINE_CHAOS_SECONDS` says for how long (60), `VITRINE_CHAOS_SEED` repeats a run; see ``ChaosSettings`` for the rest.
@Suite(
    .enabled(if: Binary.isBuilt, "\(Binary.absence)"),
    .enabled(if: ChaosPostgres.isInstalled && ChaosRedis.isInstalled, "PostgreSQL or Redis is not installed"),
    .enabled(if: EndToEndDatabase.isFile, "it starts servers of its own, whatever this run uses"),
    .timeLimit(.minutes(60)))
struct ChaosTests {
    @Test func everyAcknowledgedUploadTakesEffectOnceWhateverFails() async throws {
        let settings = ChaosSettings(ProcessInfo.processInfo.environment)
        ChaosRun.log("VITRINE_CHAOS_SEED=\(settings.seed), \(settings.duration), queue \(settings.queue.rawValue)")
        let report = try await ChaosRun(settings: settings).run()
        ChaosRun.log(report.text)
        if let file = settings.report { try Data(report.text.utf8).write(to: URL(filePath: file)) }
        for violation in report.violations {
            Issue.record("VITRINE_CHAOS_SEED=\(settings.seed): \(violation)")
        }
        guard !report.violations.isEmpty else { return }
        let timeline = report.timeline.joined(separator: "\n")
        ChaosRun.log("everything is in \(report.folder)\n\(timeline)\n\(report.logs)")
    }
}
