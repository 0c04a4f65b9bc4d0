package import JSONDocument
package import Logging
package import RegistryCore

/// One line that an attempt wrote, for those who may read its project.
package struct JobLogLine: Sendable, Hashable {
    /// Lines that one attempt keeps; the last of them says that more were left out.
    package static let limitPerAttempt = 100
    /// Bytes of a message that are kept.
    package static let messageBytes = 1_000

    package let job: JobID
    package let fence: Int
    /// From 1 within the attempt.
    package let number: Int
    package let time: Timestamp
    package let level: Logger.Level
    package let message: String
    package let fields: JSONObject

    package init(
        job: JobID, fence: Int, number: Int, time: Timestamp, level: Logger.Level, message: String,
        fields: JSONObject = JSONObject()
    ) {
        self.job = job
        self.fence = fence
        self.number = number
        self.time = time
        self.level = level
        self.message = message
        self.fields = fields
    }
}
