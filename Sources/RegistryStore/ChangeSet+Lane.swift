internal import Catalog
internal import JobQueue
package import RegistryCore
internal import SearchIndex

extension ChangeSet {
    /// Stops the process when a change belongs to another lane: such a set is our bug, and would be half a transaction
    /// where lanes live on several machines.
    package func requireOneLane(of lanes: LaneCount) {
        for change in catalog {
            guard let home = change.home(lanes) else { continue }
            if home != lane { preconditionFailure("a commit of lane \(lane) holds \(change) of lane \(home)") }
        }
        for change in index {
            guard let home = change.upload.map({ lanes.lane(of: $0.project) }) else { continue }
            if home != lane { preconditionFailure("a commit of lane \(lane) holds \(change) of lane \(home)") }
        }
        for change in jobs {
            if change.home(lanes) != lane {
                preconditionFailure("a commit of lane \(lane) holds \(change)")
            }
            if case .enqueue(let job) = change, let project = job.project, lanes.lane(of: project) != lane {
                preconditionFailure("a commit of lane \(lane) holds a job of project \(project)")
            }
        }
    }
}

extension CatalogChange {
    /// The lane that the change belongs to; nil for one that every lane has.
    fileprivate func home(_ lanes: LaneCount) -> Lane? {
        switch self {
        case .insertProject(let record): lanes.lane(of: record.project)
        case .guardProject(let project, _): lanes.lane(of: project)
        case .insertVersion(let record), .updateVersion(let record, _): lanes.lane(of: record.key.project)
        case .removeVersion(let key, _): lanes.lane(of: key.project)
        case .insertUpload(let record), .updateUpload(let record, _, _): lanes.lane(of: record.key.project)
        case .allotRevision(let key): lanes.lane(of: key.project)
        case .putPolicy(_, let owner), .removePolicy(let owner):
            switch owner {
            case .project(let project): lanes.lane(of: project)
            case .version(let key): lanes.lane(of: key.project)
            case .instance: nil
            }
        case .putRejection(let rejection): lanes.lane(of: rejection.upload.project)
        case .removeRejection(let key): lanes.lane(of: key.project)
        case .record(let event): lanes.lane(of: event.project)
        case .audit(let record): lanes.lane(of: record.project)
        case .insertScroll(let record), .updateScroll(let record, _): lanes.lane(of: record.id.description)
        case .removeScroll(let id): lanes.lane(of: id.description)
        }
    }
}

extension IndexChange {
    /// Segments are the lane's own, whatever it is.
    fileprivate var upload: UploadKey? {
        switch self {
        case .publish(let upload, _, _), .withdraw(let upload): upload
        case .exchange: nil
        }
    }
}

extension JobChange {
    fileprivate func home(_ lanes: LaneCount) -> Lane {
        switch self {
        case .enqueue(let job): job.id.lane
        case .cancel(let id), .requestCancel(let id), .rerun(let id, _): id.lane
        case .advance(let schedule, _, _): lanes.lane(of: schedule)
        }
    }
}
