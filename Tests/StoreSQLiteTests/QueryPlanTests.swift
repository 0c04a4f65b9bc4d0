import GRDB
import StoreSQLite
import Testing

@Suite("Plans of the statements in SQLite")
struct QueryPlanTests {
    /// A statement under the name that it has in the sources.
    struct Question: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String

        init(_ name: String, _ sql: String) {
            testDescription = name
            self.sql = sql
        }
    }

    @Test(arguments: byKey)
    func statementsWithinOneLaneAreAnsweredByKey(_ question: Question) async throws {
        let plan = try await plan(of: question)
        #expect(!plan.isEmpty)
        for step in plan where Self.scansTable(step) { Issue.record("\(plan)") }
        for step in plan where step.hasPrefix("SEARCH") { #expect(step.contains("lane=?"), "\(plan)") }
    }

    @Test(arguments: acrossLanes)
    func listingsOfAllLanesFollowAnIndex(_ question: Question, index: String) async throws {
        let plan = try await plan(of: question)
        #expect(plan.contains { $0.contains("INDEX \(index)") }, "\(plan)")
        for step in plan where Self.scansTable(step) {
            #expect(step.contains("INDEX"), "\(plan)")
        }
    }

    @Test func theNewestRejectsAreReadInTheirOrderAndNotSortedWhole() async throws {
        let plan = try await plan(of: Question("count", RejectQueries.count))
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test(arguments: inOrder)
    func listsOfJobsAreReadInTheirOrderAndNotSortedWhole(_ question: Question) async throws {
        let plan = try await plan(of: question)
        #expect(!plan.contains("USE TEMP B-TREE FOR ORDER BY"), "\(plan)")
    }

    /// Those that wait and those that have ended are counted in an index alone; those that run are few.
    @Test(arguments: [
        Question("JobListQueries.counts", JobListQueries.counts),
        Question("JobListQueries.backlog", JobListQueries.backlog),
    ])
    func countsOfJobsReadNoRows(_ question: Question) async throws {
        let plan = try await plan(of: question)
        for step in plan where step.contains("jobs_due") || step.contains("jobs_finished") {
            #expect(step.contains("COVERING INDEX"), "\(plan)")
        }
    }

    /// What may be scanned is a list within a row or an argument, such as the caller's names, and the few rows that a
    /// limited subquery (`n` where it has a name; `p` and `c`, the places of the turns) has found by key.
    private static func scansTable(_ step: String) -> Bool {
        step.hasPrefix("SCAN") && !step.hasPrefix("SCAN json_each") && !step.hasPrefix("SCAN (subquery")
            && !["SCAN n", "SCAN p", "SCAN c", "SCAN CONSTANT ROW"].contains(step)
    }

    private func plan(of question: Question) async throws -> [String] {
        try await withTemporaryDatabase { path in
            let store = try SQLiteStore(path: path)
            let reader = try DatabaseQueue(path: path)
            let plan = try await reader.read { (db: Database) -> [String] in
                let names = question.sql.matches(of: /:([a-z_0-9]+)/).map { String($0.1) }
                let nothing: [String: (any DatabaseValueConvertible)?] = Dictionary(
                    names.map { ($0, nil) }, uniquingKeysWith: { first, _ in first })
                return try Row.fetchAll(
                    db, sql: "EXPLAIN QUERY PLAN " + question.sql, arguments: StatementArguments(nothing)
                ).map { $0["detail"] }
            }
            try reader.close()
            try await store.close()
            return plan
        }
    }

    static let byKey: [Question] = [
        Question("ProjectQueries.byKey", ProjectQueries.byKey),
        Question("ProjectQueries.moveGuard", ProjectQueries.moveGuard),
        Question("ProjectQueries.takeRevision", ProjectQueries.takeRevision),
        Question("ProjectQueries.policy", ProjectQueries.policy),
        Question("ProjectQueries.setPolicy", ProjectQueries.setPolicy),
        Question("VersionQueries.byKey", VersionQueries.byKey),
        Question("VersionQueries.current", VersionQueries.current),
        Question("VersionQueries.update", VersionQueries.update),
        Question("VersionQueries.remove", VersionQueries.remove),
        Question("VersionQueries.policy", VersionQueries.policy),
        Question("VersionQueries.setPolicy", VersionQueries.setPolicy),
        Question("VersionQueries.atRevision", VersionQueries.atRevision),
        Question("VersionQueries.latest", VersionQueries.latest),
        Question("VersionQueries.readable", VersionQueries.readable),
        Question("UploadQueries.byKey", UploadQueries.byKey),
        Question("UploadQueries.state", UploadQueries.state),
        Question("UploadQueries.isShown", UploadQueries.isShown),
        Question("UploadQueries.update", UploadQueries.update),
        Question("UploadQueries.allotRevision", UploadQueries.allotRevision),
        Question("FileQueries.ofUpload", FileQueries.ofUpload),
        Question("FileQueries.ofArtifact", FileQueries.ofArtifact),
        Question("FileQueries.seal", FileQueries.seal),
        Question("FileQueries.place", FileQueries.place),
        Question("FileQueries.remove", FileQueries.remove),
        Question("PolicyQueries.byNumber", PolicyQueries.byNumber),
        Question("PolicyQueries.remove", PolicyQueries.remove),
        Question("PolicyQueries.removeMembers", PolicyQueries.removeMembers),
        Question("IndexLogQueries.generation", IndexLogQueries.generation),
        Question("IndexLogQueries.setGeneration", IndexLogQueries.setGeneration),
        Question("IndexLogQueries.after", IndexLogQueries.after),
        Question("IndexLogQueries.overdue", IndexLogQueries.overdue),
        Question("IndexLogQueries.remove", IndexLogQueries.remove),
        Question("ShownQueries.uploads", ShownQueries.uploads),
        Question("ShownQueries.policies", ShownQueries.policies),
        Question("ShownQueries.segments", ShownQueries.segments),
        Question("ShownQueries.touchedVersions", ShownQueries.touchedVersions),
        Question("ShownQueries.touchedProjects", ShownQueries.touchedProjects),
        Question("ShownQueries.touchedPolicies", ShownQueries.touchedPolicies),
        Question("SegmentQueries.part", SegmentQueries.part),
        Question("SegmentQueries.retire", SegmentQueries.retire),
        Question("SegmentQueries.add", SegmentQueries.add),
        Question("SegmentQueries.countParts", SegmentQueries.countParts),
        Question("SegmentQueries.countAllParts", SegmentQueries.countAllParts),
        Question("SegmentQueries.giveUp", SegmentQueries.giveUp),
        Question("SegmentQueries.removeParts", SegmentQueries.removeParts),
        Question("SegmentQueries.forget", SegmentQueries.forget),
        Question("SegmentQueries.documents", SegmentQueries.documents),
        Question("SegmentQueries.document", SegmentQueries.document),
        Question("RejectQueries.remove", RejectQueries.remove),
        Question("RejectQueries.removeDocuments", RejectQueries.removeDocuments),
        Question("RejectQueries.ofVersion", RejectQueries.ofVersion),
        Question("RejectQueries.documents", RejectQueries.documents),
        Question("RejectQueries.document", RejectQueries.document),
        Question("RejectQueries.countOfProject", RejectQueries.countOfProject),
        Question("RejectQueries.pageOfProject", RejectQueries.pageOfProject),
        Question("EventQueries.moveHead", EventQueries.moveHead),
        Question("EventQueries.insert", EventQueries.insert),
        Question("EventQueries.after", EventQueries.after),
        Question("ScrollQueries.byID", ScrollQueries.byID),
        Question("ScrollQueries.update", ScrollQueries.update),
        Question("ScrollQueries.remove", ScrollQueries.remove),
        Question("FileQueries.count", FileQueries.count),
        Question("StagingQueries.countFiles", StagingQueries.countFiles),
        Question("StagingQueries.countDocuments", StagingQueries.countDocuments),
        Question("StagingQueries.forget", StagingQueries.forget),
        Question("StagingQueries.forgetAll", StagingQueries.forgetAll),
        Question("StagingQueries.isNeeded", StagingQueries.isNeeded),
        Question("NumberQueries.takePolicy", NumberQueries.takePolicy),
        Question("DocumentQueries.byArtifact", DocumentQueries.byArtifact),
        Question("DocumentQueries.staged", DocumentQueries.staged),
        Question("DocumentQueries.publish", DocumentQueries.publish),
        Question("DocumentQueries.withdraw", DocumentQueries.withdraw),
        Question("DocumentQueries.remove", DocumentQueries.remove),
        Question("DocumentQueries.removeUnderFence", DocumentQueries.removeUnderFence),
        Question("JobQueries.byID", JobQueries.byID),
        Question("JobQueries.cancel", JobQueries.cancel),
        Question("JobQueries.requestCancel", JobQueries.requestCancel),
        Question("JobQueries.standing", JobQueries.standing),
        Question("JobQueries.rerun", JobQueries.rerun),
        Question("JobQueries.claim", JobQueries.claim),
        Question("JobQueries.heartbeat", JobQueries.heartbeat),
        Question("JobQueries.end", JobQueries.end),
        Question("JobQueries.wait", JobQueries.wait),
        Question("JobQueries.rescue", JobQueries.rescue),
        Question("JobQueries.removeLines", JobQueries.removeLines),
        Question("JobQueries.addLine", JobQueries.addLine),
        Question("JobQueries.lines", JobQueries.lines),
        Question("JobListQueries.ofProject", JobListQueries.ofProject),
        Question("WorkerQueries.remove", WorkerQueries.remove),
        Question("WorkerQueries.releaseLease", WorkerQueries.releaseLease),
        Question("WorkerQueries.goOn", WorkerQueries.goOn),
        Question("WorkerQueries.advance", WorkerQueries.advance),
    ]

    static let inOrder: [Question] = [
        Question("JobListQueries.byTime", JobListQueries.byTime), Question("JobListQueries.due", JobListQueries.due),
        Question("JobListQueries.promote", JobListQueries.promote), Question("JobQueries.lines", JobQueries.lines),
    ]

    static let acrossLanes: [(Question, String)] = [
        (Question("ShownQueries.uploads", ShownQueries.uploads), "uploads_shown"),
        (Question("SegmentQueries.unused", SegmentQueries.unused), "index_segments_unused"),
        (Question("ProjectQueries.readable", ProjectQueries.readable), "projects_by_name"),
        (Question("UploadQueries.inState", UploadQueries.inState), "uploads_by_state"),
        (Question("RejectQueries.count", RejectQueries.count), "rejections_by_time"),
        (Question("RejectQueries.page", RejectQueries.page), "rejections_by_time"),
        (Question("StagingQueries.orphans", StagingQueries.orphans), "stagings_by_age"),
        (Question("JobListQueries.byTime", JobListQueries.byTime), "jobs_by_time"),
        (Question("JobListQueries.ofParent", JobListQueries.ofParent), "jobs_children"),
        (Question("JobListQueries.due", JobListQueries.due), "jobs_due"),
        (Question("JobListQueries.nextDue", JobListQueries.nextDue), "jobs_due"),
        (Question("JobListQueries.backlog", JobListQueries.backlog), "jobs_due"),
        (Question("JobListQueries.counts", JobListQueries.counts), "jobs_running"),
        (Question("JobListQueries.promote", JobListQueries.promote), "jobs_later"),
        (Question("JobListQueries.turns", JobListQueries.turns), "jobs_turns"),
        (Question("JobListQueries.turns", JobListQueries.turns), "jobs_running"),
        (Question("JobQueries.lapsed", JobQueries.lapsed), "jobs_running"),
        (Question("JobQueries.prune", JobQueries.prune), "jobs_finished"),
    ]
}
