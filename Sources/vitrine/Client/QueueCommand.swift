internal import ArgumentParser
internal import JSONDocument
internal import RegistryClient

/// `vitrine queue`
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "See how a registry's work fares, and pause it.",
        discussion: """
            Needs a token with the role 'uploader' or 'admin'; pausing needs 'admin'.

            EXAMPLES
                $ vitrine queue show
                $ vitrine queue pause bulk
            """,
        subcommands: [Show.self, Pause.self, Resume.self])

    /// `vitrine queue show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show what waits, who works, and what is stuck and why.")

        @OptionGroup var client: ClientOptions

        func run() async throws {
            let printsJSON = client.json
            try await client.run { registry in
                let report = try await registry.queues()
                if printsJSON { return try Console.json(report.document) }
                try QueueCommand.show(report)
            }
        }
    }

    /// `vitrine queue pause`
    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pause", abstract: "Let workers begin nothing of a queue; what runs goes on.")

        @Argument(help: "The queue: index, default, bulk or plugins.") var queue: String
        @OptionGroup var client: ClientOptions

        func run() async throws { try await QueueCommand.set(queue, paused: true, client) }
    }

    /// `vitrine queue resume`
    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume", abstract: "Let workers go on with a queue that is paused.")

        @Argument(help: "The queue: index, default, bulk or plugins.") var queue: String
        @OptionGroup var client: ClientOptions

        func run() async throws { try await QueueCommand.set(queue, paused: false, client) }
    }

    private static func set(_ queue: String, paused: Bool, _ client: ClientOptions) async throws {
        let printsJSON = client.json
        try await client.run { registry in
            try await registry.setQueue(queue, paused: paused)
            if printsJSON { return try Console.json(["queue": .string(queue), "paused": .bool(paused)]) }
            try Console.line("The queue '\(PlainText.shown(queue))' \(paused ? "is paused" : "goes on").")
        }
    }

    private static func show(_ report: QueueReport) throws {
        var queues = TextTable([
            .init("QUEUE"), .init("WAITING", isRight: true), .init("OLDEST SINCE", minimum: 19),
            .init("HELD", isRight: true), .init("WORKERS", isRight: true), .init("STATE", minimum: 40),
        ])
        for queue in report.queues {
            let state = queue.stuck ?? (queue.isPaused ? "paused" : queue.waiting > 0 ? "working" : "idle")
            queues.add([
                queue.name, String(queue.waiting), String((queue.oldestDue ?? "-").prefix(19)),
                queue.held.map { String($0) } ?? "?", String(queue.workers), state,
            ])
        }
        for line in queues.lines(width: Console.outputWidth) { try Console.line(line) }
        try Console.line("")
        if report.workers.isEmpty { return try Console.line("No worker is running: start one with 'vitrine work'.") }
        var workers = TextTable([
            .init("WORKER", minimum: 16), .init("RUNNING"), .init("QUEUES", minimum: 12), .init("SEEN", minimum: 19),
            .init(""),
        ])
        for worker in report.workers {
            workers.add([
                worker.place, "\(worker.running) of \(worker.concurrency)", worker.queues.joined(separator: ","),
                String(worker.seenAt.prefix(19)), worker.isDraining ? "draining" : "",
            ])
        }
        for line in workers.lines(width: Console.outputWidth) { try Console.line(line) }
    }
}
