import Catalog
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import Testing

@Suite("RegistryStore in memory")
struct MemoryStoreTests {
    @Test(arguments: RegistryStoreCase.all, [1, 8])
    func conforms(_ promise: RegistryStoreCase, lanes: Int) async throws {
        try await promise.check(MemoryStore(lanes: LaneCount(lanes)))
    }

    @Test func aCommitWithAChangeOfAnotherLaneStopsTheProcess() async {
        await #expect(processExitsWith: .failure) {
            let store = MemoryStore(lanes: LaneCount(8))
            let project = try ProjectID(parsing: "PRJ1")
            let another = Lane((store.lanes.lane(of: project).number + 1) % 8)
            var changes = ChangeSet(lane: another)
            changes.catalog = [.guardProject(project, expecting: 0)]
            try? await store.commit(changes)
            // A store that let it pass would end here, with success.
        }
    }
}
