internal import JobQueue
internal import RedisClient

/// What ``LoadScript`` answers.
struct QueueCounts {
    private var waiting: [JobQueueName: Int] = [:]
    private var held: [JobQueueName: Int] = [:]
    private var parked: [JobQueueName: Int] = [:]

    /// - Parameter parts: `w:<queue>`, `h:<queue>` or `p:<queue>`, and its number, in turns.
    init(_ parts: [RedisValue]) {
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            guard let name = parts[index].text, let number = parts[index + 1].int,
                let queue = JobQueueName(parsing: String(name.dropFirst(2)))
            else { continue }
            switch name.prefix(2) {
            case "w:": waiting[queue] = number
            case "h:": held[queue] = number
            default: parked[queue] = number
            }
        }
    }

    var loads: [JobQueueName: DispatchLoad] {
        var loads: [JobQueueName: DispatchLoad] = [:]
        for queue in Set(waiting.keys).union(held.keys) {
            loads[queue] = DispatchLoad(
                waiting: waiting[queue, default: 0], held: held[queue, default: 0],
                parkedProjects: parked[queue, default: 0])
        }
        return loads
    }
}
