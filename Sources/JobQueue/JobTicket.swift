package import RegistryCore

/// Work of one sort that workers are set aside for; stored with the job.
package struct JobQueueName: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let description: String
    /// Nil unless `text` is 1 to 32 lower-case letters, digits, `-` or `_`: it becomes part of a key.
    package init?(parsing text: String) {
        guard (1...32).contains(text.utf8.count),
            text.utf8.allSatisfy({ byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            })
        else { return nil }
        description = text
    }
    package init(stringLiteral name: String) { description = name }

    package static let `default`: JobQueueName = "default"
    /// Versions that somebody waits to see.
    package static let index: JobQueueName = "index"
    /// Rebuilding and other work that may take hours.
    package static let bulk: JobQueueName = "bulk"
    package static let plugins: JobQueueName = "plugins"
    package static let all: [JobQueueName] = [.index, .default, .bulk, .plugins]
}

/// A band of one queue: of every ten jobs begun while all bands wait, six are high, three normal and one low.
package enum JobPriority: Int, Sendable, Hashable, CaseIterable, Comparable {
    case high, normal, low

    /// Of each ten.
    package var weight: Int {
        switch self {
        case .high: 6
        case .normal: 3
        case .low: 1
        }
    }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What a dispatcher knows of a job: enough to choose, nothing to decide by.
package struct JobTicket: Sendable, Hashable {
    package let id: JobID
    package let kind: JobKind
    package let queue: JobQueueName
    package let priority: JobPriority
    package let project: ProjectID?
    package let due: Timestamp

    package init(
        id: JobID, kind: JobKind, queue: JobQueueName = .default, priority: JobPriority = .normal,
        project: ProjectID?, due: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.queue = queue
        self.priority = priority
        self.project = project
        self.due = due
    }
}
