internal import JSONDocument
package import JobQueue
internal import Logging
package import RegistryCore

extension JobLogLine {
    package init(_ row: some StoredRow, of job: JobID) throws {
        guard let fields = try row.json("fields").objectValue else {
            throw DamagedRow("fields", row.text("fields"))
        }
        self.init(
            job: job, fence: row.number("fence"), number: row.number("number"), time: row.moment("time"),
            level: try row.word("level"), message: row.text("message"), fields: fields)
    }
    package var arguments: StoredArguments {
        [
            "lane": job.lane.number, "job": job.id.description, "fence": fence, "number": number,
            "time": time.milliseconds, "level": level.rawValue, "message": message.withoutNUL,
            "fields": JSONValue.object(fields).stored,
        ]
    }
}
