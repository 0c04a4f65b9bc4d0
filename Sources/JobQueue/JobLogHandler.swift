internal import JSONDocument
internal import Logging
internal import RegistryCore

/// Writes to the process's log, and from level info on to the job's own log too.
///
/// What is info to those who follow one job is debug to those who look after a process that runs thousands.
struct JobLogHandler: LogHandler {
    private let base: Logger
    private let notes: AttemptNotes
    private let now: @Sendable () -> Timestamp

    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level

    /// - Parameter base: has the fields that every line of the job repeats; the job's own log does without them.
    init(base: Logger, notes: AttemptNotes, now: @escaping @Sendable () -> Timestamp) {
        self.base = base
        self.notes = notes
        self.now = now
        logLevel = min(base.logLevel, .info)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        base.log(
            level: event.level == .info ? .debug : event.level, event.message, error: event.error, metadata: fields,
            source: event.source,
            file: event.file, function: event.function, line: event.line)
        guard event.level >= .info else { return }
        fields["error"] = nil
        notes.add(event.message.description, at: now(), level: event.level, fields: fields)
    }
}

extension Logger.Metadata {
    /// Fields that a line keeps.
    private static var limit: Int { 16 }

    var json: JSONObject {
        JSONObject(sorted { $0.key < $1.key }.prefix(Self.limit).map { ($0.key.kept(64), $0.value.json) })
    }
}

extension Logger.MetadataValue {
    /// Lists and dictionaries as their text: a field is there to be read.
    fileprivate var json: JSONValue { .string(description.kept(JobLogLine.messageBytes)) }
}

extension String {
    /// At most `bytes` of it, cut between characters of Unicode; without NUL, which PostgreSQL does not store.
    func kept(_ bytes: Int) -> String {
        var kept = ""
        var count = 0
        for scalar in unicodeScalars {
            count += UTF8.width(scalar)
            if count > bytes { break }
            kept.unicodeScalars.append(scalar.value == 0 ? "\u{FFFD}" : scalar)
        }
        return kept
    }
}
