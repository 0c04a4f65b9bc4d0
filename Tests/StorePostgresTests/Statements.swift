import Foundation
import PostgresClient
import StorePostgres
import Testing

/// A statement under the name that it has in the sources.
struct Question: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: PostgresText

    init(_ name: String, _ text: PostgresText) {
        testDescription = name
        self.text = text
    }
    var sql: String { text.sql }
    var isWrite: Bool { ["INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) } }
    /// A statement that locks rows.
    var locks: Bool { ["FOR SHARE", "FOR UPDATE", "FOR NO KEY UPDATE"].contains { sql.hasSuffix($0) } }
}

/// Every statement of the store.
enum Statements {
    /// Answered within one lane, by key.
    static let byKey: [Question] = [
        Question("IndexLogQueries.noteMove", IndexLogQueries.noteMove),
        Question("IndexLogQueries.noteShown", IndexLogQueries.noteShown),
        Question("IndexLogQueries.notePolicyOfProject", IndexLogQueries.notePolicyOfProject),
        Question("IndexLogQueries.notePolicyOfVersion", IndexLogQueries.notePolicyOfVersion),
        Question("IndexLogQueries.after", IndexLogQueries.after),
        Question("IndexLogQueries.remove", IndexLogQueries.remove),
        Question("ShownQueries.policies", ShownQueries.policies),
        Question("ShownQueries.touchedVersions", ShownQueries.touchedVersions),
        Question("ShownQueries.touchedProjects", ShownQueries.touchedProjects),
        Question("ShownQueries.touchedPolicies", ShownQueries.touchedPolicies),
        Question("SegmentQueries.parts", SegmentQueries.parts),
        Question("SegmentQueries.isOpen", SegmentQueries.isOpen),
        Question("SegmentQueries.retire", SegmentQueries.retire),
        Question("SegmentQueries.add", SegmentQueries.add),
        Question("SegmentQueries.isChanged", SegmentQueries.isChanged),
        Question("SegmentQueries.hasParts", SegmentQueries.hasParts),
        Question("SegmentQueries.giveUp", SegmentQueries.giveUp),
        Question("SegmentQueries.removeParts", SegmentQueries.removeParts),
        Question("SegmentQueries.forget", SegmentQueries.forget),
        Question("SegmentQueries.documents", SegmentQueries.documents),
        Question("SegmentQueries.byKey", SegmentQueries.byKey),
        Question("ProjectQueries.byKey", ProjectQueries.byKey),
        Question("ProjectQueries.hold", ProjectQueries.hold),
        Question("ProjectQueries.moveGuard", ProjectQueries.moveGuard),
        Question("ProjectQueries.isChanged", ProjectQueries.isChanged),
        Question("ProjectQueries.exists", ProjectQueries.exists),
        Question("ProjectQueries.takeRevision", ProjectQueries.takeRevision),
        Question("ProjectQueries.policy", ProjectQueries.policy),
        Question("ProjectQueries.setPolicy", ProjectQueries.setPolicy),
        Question("VersionQueries.byKey", VersionQueries.byKey),
        Question("VersionQueries.hold", VersionQueries.hold),
        Question("VersionQueries.update", VersionQueries.update),
        Question("VersionQueries.isChanged", VersionQueries.isChanged),
        Question("VersionQueries.exists", VersionQueries.exists),
        Question("VersionQueries.claimRemoval", VersionQueries.claimRemoval),
        Question("VersionQueries.remove", VersionQueries.remove),
        Question("VersionQueries.policy", VersionQueries.policy),
        Question("VersionQueries.setPolicy", VersionQueries.setPolicy),
        Question("VersionQueries.atRevision", VersionQueries.atRevision),
        Question("VersionQueries.latest", VersionQueries.latest),
        Question("VersionQueries.readable", VersionQueries.readable),
        Question("UploadQueries.byKey", UploadQueries.byKey),
        Question("UploadQueries.current", UploadQueries.current),
        Question("UploadQueries.last", UploadQueries.last),
        Question("UploadQueries.hold", UploadQueries.hold),
        Question("UploadQueries.isHeld", UploadQueries.isHeld),
        Question("UploadQueries.isAbsent", UploadQueries.isAbsent),
        Question("UploadQueries.isChanged", UploadQueries.isChanged),
        Question("UploadQueries.update", UploadQueries.update),
        Question("UploadQueries.allotRevision", UploadQueries.allotRevision),
        Question("FileQueries.ofUpload", FileQueries.ofUpload),
        Question("FileQueries.ofArtifact", FileQueries.ofArtifact),
        Question("FileQueries.hasCount", FileQueries.hasCount),
        Question("FileQueries.areDeclared", FileQueries.areDeclared),
        Question("FileQueries.seal", FileQueries.seal),
        Question("FileQueries.place", FileQueries.place),
        Question("FileQueries.remove", FileQueries.remove),
        Question("PolicyQueries.byNumber", PolicyQueries.byNumber),
        Question("PolicyQueries.remove", PolicyQueries.remove),
        Question("PolicyQueries.removeMembers", PolicyQueries.removeMembers),
        Question("PolicyQueries.removeOfProject", PolicyQueries.removeOfProject),
        Question("PolicyQueries.removeMembersOfProject", PolicyQueries.removeMembersOfProject),
        Question("PolicyQueries.removeOfVersion", PolicyQueries.removeOfVersion),
        Question("PolicyQueries.removeMembersOfVersion", PolicyQueries.removeMembersOfVersion),
        Question("RejectQueries.remove", RejectQueries.remove),
        Question("RejectQueries.removeDocuments", RejectQueries.removeDocuments),
        Question("RejectQueries.ofVersion", RejectQueries.ofVersion),
        Question("RejectQueries.documents", RejectQueries.documents),
        Question("EventQueries.after", EventQueries.after),
        Question("ScrollQueries.byID", ScrollQueries.byID),
        Question("ScrollQueries.update", ScrollQueries.update),
        Question("ScrollQueries.isChanged", ScrollQueries.isChanged),
        Question("ScrollQueries.remove", ScrollQueries.remove),
        Question("ScrollQueries.removeExpired", ScrollQueries.removeExpired),
        Question("StagingQueries.countFiles", StagingQueries.countFiles),
        Question("StagingQueries.countDocuments", StagingQueries.countDocuments),
        Question("StagingQueries.hold", StagingQueries.hold),
        Question("StagingQueries.isHeld", StagingQueries.isHeld),
        Question("StagingQueries.holdUpload", StagingQueries.holdUpload),
        Question("StagingQueries.forgetFiles", StagingQueries.forgetFiles),
        Question("StagingQueries.forgetDocuments", StagingQueries.forgetDocuments),
        Question("StagingQueries.forgetAll", StagingQueries.forgetAll),
        Question("StagingQueries.isNotNeeded", StagingQueries.isNotNeeded),
        Question("DocumentQueries.byArtifact", DocumentQueries.byArtifact),
        Question("DocumentQueries.hasCount", DocumentQueries.hasCount),
        Question("DocumentQueries.publish", DocumentQueries.publish),
        Question("DocumentQueries.withdraw", DocumentQueries.withdraw),
        Question("DocumentQueries.remove", DocumentQueries.remove),
        Question("DocumentQueries.removeUnderFence", DocumentQueries.removeUnderFence),
        Question("JobQueries.byID", JobQueries.byID),
        Question("JobQueries.cancel", JobQueries.cancel),
        Question("JobQueries.requestCancel", JobQueries.requestCancel),
        Question("JobQueries.hold", JobQueries.hold),
        Question("JobQueries.isFinished", JobQueries.isFinished),
        Question("JobQueries.holdTaker", JobQueries.holdTaker),
        Question("JobQueries.rerun", JobQueries.rerun),
        Question("JobQueries.prune", JobQueries.prune),
        Question("AttemptQueries.claim", AttemptQueries.claim),
        Question("AttemptQueries.claimShared", AttemptQueries.claimShared),
        Question("AttemptQueries.heartbeat", AttemptQueries.heartbeat),
        Question("AttemptQueries.held", AttemptQueries.held),
        Question("AttemptQueries.hold", AttemptQueries.hold),
        Question("AttemptQueries.end", AttemptQueries.end),
        Question("AttemptQueries.wait", AttemptQueries.wait),
        Question("AttemptQueries.rescue", AttemptQueries.rescue),
        Question("AttemptQueries.promote", AttemptQueries.promote),
        Question("JobLineQueries.ofJob", JobLineQueries.ofJob),
        Question("JobLineQueries.forget", JobLineQueries.forget),
    ]
    /// Within one lane, of rows so few that a scan is no matter: a row per lane, or what one caller's names select.
    static let small: [Question] = [
        Question("ShownQueries.segments", ShownQueries.segments),
        Question("SegmentQueries.areAll", SegmentQueries.areAll),
        Question("EventQueries.moveHead", EventQueries.moveHead),
        Question("EventQueries.insert", EventQueries.insert),
        Question("IndexLogQueries.move", IndexLogQueries.move),
        Question("IndexLogQueries.moveIfNoted", IndexLogQueries.moveIfNoted),
        Question("IndexLogQueries.settle", IndexLogQueries.settle),
        Question("IndexLogQueries.insert", IndexLogQueries.insert),
        Question("PolicyQueries.refuse", PolicyQueries.refuse),
        Question("NumberQueries.takePolicy", NumberQueries.takePolicy),
        Question("HeadQueries.ofLane", HeadQueries.ofLane),
        Question("RejectQueries.countOfProject", RejectQueries.countOfProject),
        Question("RejectQueries.pageOfProject", RejectQueries.pageOfProject),
        Question("WorkerQueries.remove", WorkerQueries.remove),
        Question("WorkerQueries.removeNotSeen", WorkerQueries.removeNotSeen),
        Question("WorkerQueries.resume", WorkerQueries.resume),
        Question("WorkerQueries.releaseLease", WorkerQueries.releaseLease),
        Question("WorkerQueries.holdSchedule", WorkerQueries.holdSchedule),
        Question("WorkerQueries.isSchedule", WorkerQueries.isSchedule),
        Question("WorkerQueries.advance", WorkerQueries.advance),
    ]
    /// Rows that are given: nothing is looked for.
    static let inserts: [Question] = [
        Question("SegmentQueries.note", SegmentQueries.note),
        Question("SegmentQueries.put", SegmentQueries.put),
        Question("ProjectQueries.insert", ProjectQueries.insert),
        Question("VersionQueries.insert", VersionQueries.insert),
        Question("UploadQueries.insert", UploadQueries.insert),
        Question("FileQueries.stage", FileQueries.stage),
        Question("PolicyQueries.insert", PolicyQueries.insert),
        Question("PolicyQueries.insertMember", PolicyQueries.insertMember),
        Question("RejectQueries.put", RejectQueries.put),
        Question("RejectQueries.insert", RejectQueries.insert),
        Question("EventQueries.insertAudit", EventQueries.insertAudit),
        Question("ScrollQueries.insert", ScrollQueries.insert),
        Question("StagingQueries.note", StagingQueries.note),
        Question("DocumentQueries.stage", DocumentQueries.stage),
        Question("NumberQueries.take", NumberQueries.take),
        Question("JobQueries.enqueue", JobQueries.enqueue),
        Question("SettingQueries.insertLane", SettingQueries.insertLane),
        Question("JobLineQueries.insert", JobLineQueries.insert),
        Question("WorkerQueries.report", WorkerQueries.report),
        Question("WorkerQueries.pause", WorkerQueries.pause),
        Question("WorkerQueries.lease", WorkerQueries.lease),
        Question("WorkerQueries.begin", WorkerQueries.begin),
    ]
    /// Listings of all lanes, and the index that each follows.
    static let acrossLanes: [(Question, String)] = [
        (Question("SegmentQueries.unused", SegmentQueries.unused), "index_segments_unused"),
        (Question("IndexLogQueries.overdue", IndexLogQueries.overdue), "index_log_pkey"),
        (Question("ProjectQueries.readable", ProjectQueries.readable), "projects_by_name"),
        (Question("UploadQueries.inState", UploadQueries.inState), "uploads_by_state"),
        (Question("RejectQueries.count", RejectQueries.count), "rejections_by_time"),
        (Question("RejectQueries.page", RejectQueries.page), "rejections_by_time"),
        (Question("StagingQueries.orphans", StagingQueries.orphans), "stagings_by_age"),
        (Question("ScrollQueries.expired", ScrollQueries.expired), "scrolls_expiry"),
        (Question("JobListQueries.due", JobListQueries.due), "jobs_due"),
        (Question("JobListQueries.nextDue", JobListQueries.nextDue), "jobs_due"),
        (Question("JobListQueries.byTime", JobListQueries.byTime), "jobs_by_time"),
        (Question("JobListQueries.ofProject", JobListQueries.ofProject), "jobs_of_project"),
        (Question("JobListQueries.ofParent", JobListQueries.ofParent), "jobs_children"),
        (Question("AttemptQueries.lapsed", AttemptQueries.lapsed), "jobs_running"),
        (Question("AttemptQueries.toPromote", AttemptQueries.toPromote), "jobs_later"),
        (Question("JobListQueries.turns", JobListQueries.turns), "jobs_turns"),
        (Question("JobQueries.old", JobQueries.old), "jobs_finished"),
    ]
    /// Over everything, of a lane or of all, by their nature: what a lane shows; what a naive search tries, exact totals, counts of jobs by state; and what has few rows:
    /// settings, workers, schedules.
    static let overAll: [Question] = [
        Question("ShownQueries.uploads", ShownQueries.uploads),
        Question("DocumentQueries.count", DocumentQueries.count),
        Question("ProjectQueries.countReadable", ProjectQueries.countReadable),
        Question("JobListQueries.counts", JobListQueries.counts),
        Question("JobListQueries.backlog", JobListQueries.backlog),
        Question("SettingQueries.value", SettingQueries.value),
        Question("SettingQueries.put", SettingQueries.put),
        Question("SettingQueries.tables", SettingQueries.tables),
        Question("SettingQueries.citus", SettingQueries.citus),
        Question("SettingQueries.now", SettingQueries.now),
        Question("SettingQueries.distributed", SettingQueries.distributed),
        Question("HeadQueries.all", HeadQueries.all),
        Question("WorkerQueries.notSeen", WorkerQueries.notSeen),
        Question("WorkerQueries.all", WorkerQueries.all),
        Question("WorkerQueries.paused", WorkerQueries.paused),
        Question("WorkerQueries.schedules", WorkerQueries.schedules),
    ]
    static let all = byKey + small + inserts + acrossLanes.map(\.0) + overAll

    /// How many statements the sources declare.
    static func declared() throws -> Int {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/StorePostgres")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var count = 0
        while let file = files?.nextObject() as? URL {
            guard file.lastPathComponent.hasSuffix("Queries.swift") else { continue }
            count += try String(contentsOf: file, encoding: .utf8)
                .matches(of: /package static let \w+ = (PostgresText\(|removal\()/).count
        }
        return count
    }
}
