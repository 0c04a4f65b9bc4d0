import ObjectStore
import ObjectStoreConformance
import Testing

@Suite("ObjectStore in memory")
struct MemoryObjectStoreTests {
    @Test(arguments: ObjectStoreCase.all)
    func conforms(_ promise: ObjectStoreCase) async throws { try await promise.check(MemoryObjectStore()) }

    @Test func refusesAKeyThatContinuesAnother() async throws {
        try await checkFolderConflicts(MemoryObjectStore())
    }
}
