package import JobQueue
package import RegistryCore

extension JobFilter {
    /// Of the filter; `lane` is the project's. A condition that is not asked for is NULL, and `states` is empty.
    package func arguments(in lanes: LaneCount) -> StoredArguments {
        [
            "lane": project.map { lanes.lane(of: $0).number }, "project": project?.description,
            "version": version?.description, "states": states.map(\.rawValue).sorted(),
            "any_state": states.isEmpty, "kind": kind?.description.withoutNUL, "queue": queue?.description,
            "parent": parent?.description, "tag": tag?.withoutNUL,
        ]
    }
}

// A list that begins at its beginning begins after a place that no job has.
extension JobPlace? {
    /// `before`, `after_lane` and `after_id`: the list goes down in time and up in lane and id.
    package var arguments: StoredArguments {
        [
            "before": self?.createdAt.milliseconds ?? .max, "after_lane": self?.id.lane.number ?? -1,
            "after_id": self?.id.id.description ?? "",
        ]
    }
}

extension DuePlace? {
    /// `after`, `after_lane` and `after_id`.
    package var arguments: StoredArguments {
        [
            "after": self?.due.milliseconds ?? .min, "after_lane": self?.id.lane.number ?? -1,
            "after_id": self?.id.id.description ?? "",
        ]
    }
}

extension TurnRequest {
    /// The place is `after_lane` and `after_project`; jobs without a project stand under the empty name, before all others.
    package var arguments: StoredArguments {
        [
            "queue": queue.description, "priority": priority.rawValue, "after_lane": after?.lane.number ?? -1,
            "after_project": after?.project?.description ?? "", "projects": projects.asLimit,
            "jobs_of_each": jobsOfEach.asLimit, "running_limit": runningLimit.asLimit,
        ]
    }
}
