import Catalog
import JSONDocument
import JobQueue
import RegistryCore
import RegistryStore
import SearchIndex

/// What must hold of uploads, versions and shown documents after every commit that touches one.
final class UploadAudit {
    private static let reader = Identity(user: "root", roles: [.admin])

    private unowned let world: World
    private var records: [UploadKey: UploadRecord] = [:]
    private var uploads: [UploadKey: SimulatedUpload] = [:]
    private(set) var order: [SimulatedUpload] = []
    private var publications: [UploadKey: Int] = [:]
    private var lastRevision: [ProjectID: Int] = [:]
    private var shownRevision: [VersionKey: Int] = [:]
    /// The upload whose worker commits in this very step, and the fence that it has.
    var committing: (key: UploadKey, fence: Int)?

    init(_ world: World) { self.world = world }

    func know(_ upload: SimulatedUpload) {
        uploads[upload.key] = upload
        order.append(upload)
    }
    func record(_ key: UploadKey) -> UploadRecord? { records[key] }
    func publications(of key: UploadKey) -> Int { publications[key] ?? 0 }

    func staged(_ key: UploadKey, fence: Int) {
        guard fence > 0, let upload = records[key] else { return }
        world.expect(
            upload.fence == fence && upload.state == .indexing,
            "upload \(number(key)): rows were staged under fence \(fence); it is \(upload.state) with fence \(upload.fence)"
        )
    }

    func looked(_ set: ChangeSet, in store: MemoryStore) async {
        for change in set.index {
            guard case .publish(let key, let fence, _) = change else { continue }
            publications[key, default: 0] += 1
            world.note("published upload; fence", number(key), fence)
            world.expect(publications[key] == 1, "upload \(number(key)) was published twice")
            let held = records[key]?.fence ?? 0
            world.expect(held == fence, "upload \(number(key)) was published under fence \(fence), which is \(held)")
        }
        var touched: [VersionKey] = []
        for change in set.catalog {
            guard let key = change.upload else { continue }
            do {
                guard let now = try await store.upload(key) else { continue }
                compare(now, fence: committing.flatMap { $0.key == key ? $0.fence : nil })
            } catch { world.fail("upload \(number(key)) could not be read: \(error)") }
            if !touched.contains(key.version) { touched.append(key.version) }
        }
        for version in touched { await look(version, in: store) }
    }

    private func compare(_ now: UploadRecord, fence: Int?) {
        let key = now.key
        if let before = records[key] {
            world.expect(now.fence >= before.fence, "upload \(number(key)): its fence went back to \(now.fence)")
            world.expect(
                before.revision == nil || now.revision == before.revision,
                "upload \(number(key)): its revision changed to \(now.revision ?? 0)")
            if let fence, before.fence != fence, now != before {
                world.fail("upload \(number(key)) was changed under fence \(fence), which is \(before.fence)")
            }
            world.expect(
                before.state == now.state || !before.state.hasEnded,
                "upload \(number(key)) had ended as \(before.state) and is \(now.state)")
        }
        if let revision = now.revision, records[key]?.revision == nil {
            world.expect(
                revision > lastRevision[key.project] ?? 0, "revision \(revision) of \(key.project) was allotted late")
            lastRevision[key.project] = revision
        }
        records[key] = now
    }

    /// A version shows all documents of the upload that it serves, and nothing else.
    private func look(_ key: VersionKey, in store: MemoryStore) async {
        do {
            let facts = try await store.facts(of: key.project, version: key.version)
            let current = facts.current.flatMap { uploads[$0.key] }
            if let revision = facts.current?.revision {
                world.expect(
                    revision >= shownRevision[key] ?? 0, "\(key) went back to revision \(revision)")
                shownRevision[key] = revision
            }
            let wanted = current.map { "\($0.number)/\(facts.current?.fence ?? 0)" }
            for (index, path) in SimulatedFront.paths.enumerated() {
                let id = ArtifactID(project: key.project, path: path, version: key.version)
                let shown = try await store.document(id, readableBy: Self.reader)
                let marker = shown?.staged.document["upload"]?.stringValue
                let isWanted = index < current?.paths.count ?? 0
                world.expect(
                    marker == (isWanted ? wanted : nil),
                    "\(key)/\(path) shows \(marker ?? "nothing"), and not \(isWanted ? wanted ?? "" : "nothing")")
            }
        } catch { world.fail("\(key) could not be read: \(error)") }
    }

    func number(_ key: UploadKey) -> Int { uploads[key]?.number ?? -1 }
}

extension CatalogChange {
    /// The upload that the change is of.
    fileprivate var upload: UploadKey? {
        switch self {
        case .insertUpload(let record), .updateUpload(let record, _, _): record.key
        case .allotRevision(let key): key
        default: nil
        }
    }
}
