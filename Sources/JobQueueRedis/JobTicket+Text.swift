internal import JobQueue
internal import RegistryCore

extension JobTicket {
    /// What Redis keeps of it beside its id: queue, band, due time, project (nothing for none) and kind, by spaces.
    ///
    /// The kind comes last: it alone may hold spaces.
    var text: String {
        "\(queue) \(priority.rawValue) \(due.milliseconds) \(project?.description ?? "") \(kind)"
    }

    /// Nil for texts that ``text`` does not write.
    init?(id: String, text: String) {
        let words = text.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
        guard words.count == 5, let id = JobID(id), let queue = JobQueueName(parsing: String(words[0])),
            let priority = Int(words[1]).flatMap(JobPriority.init), let due = Int64(words[2])
        else { return nil }
        let project: ProjectID?
        if words[3].isEmpty {
            project = nil
        } else if let named = try? ProjectID(parsing: String(words[3])) {
            project = named
        } else {
            return nil
        }
        self.init(
            id: id, kind: JobKind(String(words[4])), queue: queue, priority: priority, project: project,
            due: Timestamp(milliseconds: due))
    }
}
