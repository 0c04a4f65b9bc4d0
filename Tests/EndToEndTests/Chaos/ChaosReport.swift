import Foundation
import JSONDocument

/// What a run did, and what came of it.
struct ChaosReport: Sendable {
    let violations: [String]
    var persistence = ""
    /// What was done to whom, and when.
    let timeline: [String]
    /// The ends of everybody's logs, when something was wrong.
    var logs = ""
    /// Where all of it is, when something was wrong.
    var folder = ""
    private let members: [(String, JSONValue)]

    init(
        settings: ChaosSettings, adversary: ChaosAdversary, journal: ChaosJournal, instance: ChaosInstance,
        postgres: ChaosPostgres, fronts: [ChaosFronts], judged: Int, drained: Duration
    ) async throws {
        violations = journal.violations
        timeline = adversary.lines
        let faults = ChaosFault.Kind.allCases.compactMap { kind in
            adversary.counts[kind].map { (kind.rawValue, Self.number($0)) }
        }
        let uploads = journal.uploads
        func outcome(_ name: String) -> JSONValue { Self.number(uploads.count { $0.outcome == name }) }
        let statuses = fronts.map(\.statuses).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        let fenced = instance.workers.map { worker in
            ((try? String(contentsOfFile: worker.log, encoding: .utf8)) ?? "").split(separator: "\n")
                .count { $0.contains("a job was taken over while it ran") }
        }
        // Of uploads, from the acknowledgement of the completion to the end.
        let delays =
            try await postgres.rows(
                """
                SELECT coalesce(max(e.time - c.time), 0),
                    coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY e.time - c.time), 0)
                FROM events c JOIN events e ON e.lane = c.lane AND e.data::json->>'upload' = c.data::json->>'upload'
                WHERE c.type = 'upload.completed' AND e.type IN ('version.published', 'upload.failed')
                """
            ).first ?? []
        func jobs(_ expression: String, _ condition: String = "TRUE") async throws -> JSONValue {
            Self.number(try await postgres.number("SELECT coalesce(\(expression), 0) FROM jobs WHERE \(condition)"))
        }
        members = [
            ("seed", Self.number(Int(settings.seed))), ("seconds", Self.number(Int(settings.duration / .seconds(1)))),
            ("faults", .object(JSONObject(faults))), ("faults_left_out", Self.number(adversary.skipped)),
            ("starts", Self.number(instance.all.map(\.starts).reduce(0, +))),
            (
                "answers",
                .object(JSONObject(statuses.sorted { $0.key < $1.key }.map { ($0.key, Self.number($0.value)) }))
            ),
            ("answers_judged", Self.number(judged)), ("uploads", Self.number(uploads.count)),
            ("uploads_acknowledged", Self.number(uploads.count { $0.isAcknowledged })),
            ("uploads_indexed", outcome("indexed")), ("uploads_refused", outcome("refused")),
            ("uploads_lapsed", outcome("lapsed")), ("uploads_deleted_in_flight", outcome("deleted")),
            ("jobs_done", try await jobs("count(*)", "state = 'completed'")),
            ("jobs_cancelled", try await jobs("count(*)", "state = 'cancelled'")),
            ("jobs_failed", try await jobs("count(*)", "state = 'discarded'")),
            ("jobs_rescued", try await jobs("sum(rescues)::bigint")),
            ("jobs_fenced", Self.number(fenced.reduce(0, +))),
            ("jobs_retried", try await jobs("sum(greatest(attempt - 1 - rescues, 0))::bigint")),
            ("longest_delay_ms", Self.number(delays.first.flatMap { Int($0) } ?? 0)),
            ("median_delay_ms", Self.number(delays.last.flatMap { Int($0) } ?? 0)),
            ("drained_after_ms", Self.number(Int(drained / .milliseconds(1)))),
        ]
    }

    private static func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

    var text: String {
        let all =
            members + [
                ("redis_persistence", .string(persistence)),
                ("violations", .array(violations.map { .string($0) })),
            ]
        return String(decoding: JSONValue.object(JSONObject(all)).serialized(pretty: true), as: UTF8.self)
    }
}
