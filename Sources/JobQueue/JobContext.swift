package import Logging
internal import RegistryCore

/// The attempt that a job runs in.
package struct JobContext: Sendable {
    package let record: JobRecord
    /// What is written to it at level info and above also goes to the job's own log, for those who may read its project;
    /// there a field named `error` is left out, because errors may name what is inside. The process's log has level info as
    /// debug.
    package let logger: Logger
    private let notes: AttemptNotes?

    /// With a logger that writes to the job's log too.
    init(record: JobRecord, base: Logger, notes: AttemptNotes, ambient: Ambient) {
        self.record = record
        self.notes = notes
        logger = Logger(label: base.label) { _ in JobLogHandler(base: base, notes: notes, now: ambient.now) }
    }
    /// For a job that is run by hand: what it reports goes nowhere.
    package init(record: JobRecord, logger: Logger) {
        self.record = record
        self.logger = logger
        notes = nil
    }

    /// Says how far the job has come; the last word within a second is kept.
    package func report(_ progress: JobProgress) { notes?.report(progress) }
}
