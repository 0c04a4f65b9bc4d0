import Foundation
import NIOCore
import NIOPosix
import ObjectStore
import ObjectStoreConformance
import RegistryCore
import Testing

@Suite("ObjectStore in files")
struct FileObjectStoreTests {
    let root = TemporaryRoot()

    @Test(arguments: ObjectStoreCase.all)
    func conforms(_ promise: ObjectStoreCase) async throws {
        try await promise.check(root.store())
        // Nothing that any promise began is left.
        #expect(root.contents().filter { $0.hasPrefix("..tmp/") && $0.split(separator: "/").count > 2 } == [])
    }

    @Test func refusesAKeyThatContinuesAnother() async throws { try await checkFolderConflicts(root.store()) }

    @Test func keepsValuesAndTagsOverARestart() async throws {
        let written = try await root.store().put(.text("value"), at: "p/1/k")
        let again = try await root.store()
        #expect(try await again.head("p/1/k") == written)
        #expect(try await again.get("p/1/k").collect(upTo: 5) == Array("value".utf8))
    }

    @Test func placesAValueAtThePathThatItsKeySpells() async throws {
        let store = try await root.store()
        try await store.put(.text("value"), at: "p/..upload/1/ä b.txt")
        #expect(FileManager.default.contents(atPath: root.path + "/p/..upload/1/ä b.txt") == Data("value".utf8))
    }

    @Test func removesAtStartWhatACrashLeftBehind() async throws {
        try await root.store().put(.text("kept"), at: "p/k")
        try root.makeFolder("..tmp/dead")
        try root.write("half", to: "..tmp/dead/1")
        try root.write("half", to: "..tmp/stray")
        let store = try await root.store()
        #expect(try await store.list(prefix: "", after: nil, limit: 10).map(\.key) == ["p/k"])
        let left = root.contents().filter { $0.hasPrefix("..tmp/") }
        #expect(left.count == 1, "only the folder of the running store")
    }

    @Test func startsBesideOthersThatStartAndEnd() async throws {
        try await root.store().put(.text("kept"), at: "p/k")
        for number in 1...100 {
            try root.makeFolder("..tmp/dead\(number)")
            try root.write("half", to: "..tmp/dead\(number)/1")
            try root.write("half", to: "..tmp/stray\(number)")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...8 {
                group.addTask { [root] in for _ in 1...10 { _ = try await root.store().head("p/k") } }
            }
            try await group.waitForAll()
        }
        #expect(root.contents().filter { $0.contains("dead") || $0.contains("stray") } == [])
    }

    @Test func leavesWhatAnotherRunningStoreIsWriting() async throws {
        let writer = try await root.store()
        let body = PausingBody()
        async let writing = writer.put(body, at: "p/k")
        await body.started()
        let other = try await root.store()
        body.finish()
        #expect(try await writing.size == 400_000)
        #expect(try await other.head("p/k").size == 400_000)
    }

    @Test func aBodyBeingWrittenIsSeenByNobody() async throws {
        let store = try await root.store()
        let body = PausingBody()
        async let writing = store.put(body, at: "p/k")
        await body.started()
        #expect(try await store.list(prefix: "", after: nil, limit: 10).isEmpty)
        await #expect(throws: ObjectStoreError.self) { try await store.head("p/k") }
        body.finish()
        _ = try await writing
        #expect(try await store.list(prefix: "", after: nil, limit: 10).map(\.key) == ["p/k"])
    }

    @Test func aCancelledWriterLeavesNothing() async throws {
        let store = try await root.store()
        let body = PausingBody()
        let writing = Task { try await store.put(body, at: "p/k") }
        await body.started()
        writing.cancel()
        await #expect(throws: ObjectStoreError.self) { try await writing.value }
        #expect(root.contents().allSatisfy { !$0.hasPrefix("p") })
        #expect(root.contents().filter { $0.hasPrefix("..tmp/") }.count == 1)
    }

    @Test func followsNoLinkOutOfItsRoot() async throws {
        let outside = TemporaryRoot()
        try outside.makeFolder("")
        try outside.write("secret", to: "file")
        let store = try await root.store()
        try root.makeFolder("p")
        try root.link("p/folder", to: outside.path)
        try root.link("p/file", to: outside.path + "/file")
        for key: ObjectKey in ["p/folder/file", "p/file"] {
            await #expect(throws: ObjectStoreError.self) { try await store.get(key) }
            await #expect(throws: ObjectStoreError.self) { try await store.head(key) }
        }
        await #expect(throws: ObjectStoreError.self) { try await store.put(.text("x"), at: "p/folder/new") }
        try await store.delete("p/folder/file")
        #expect(try await store.list(prefix: "", after: nil, limit: 10).isEmpty)
        #expect(try await store.list(prefix: "p/folder/", after: nil, limit: 10).isEmpty)
        // The link itself is replaced, not what it leads to.
        try await store.put(.text("mine"), at: "p/file")
        #expect(outside.contents() == ["file"])
        #expect(FileManager.default.contents(atPath: outside.path + "/file") == Data("secret".utf8))
    }

    @Test func takesNoPipeOrFolderForAnObject() async throws {
        let store = try await root.store()
        try root.makeFolder("p/folder")
        #expect(mkfifo(root.path + "/p/pipe", 0o600) == 0)
        for key: ObjectKey in ["p/pipe", "p/folder"] {
            await #expect(throws: ObjectStoreError.self) { try await store.get(key) }
        }
        #expect(try await store.list(prefix: "", after: nil, limit: 10).isEmpty)
    }

    @Test func emptyFoldersThatACrashLeftAreNotInTheWay() async throws {
        let store = try await root.store()
        try root.makeFolder("p/k/left/over")
        try root.makeFolder("p/k/also")
        try await store.put(.text("v"), at: "p/k")
        try root.makeFolder("p/c/left")
        try await store.create(.text("v"), at: "p/c")
        #expect(try await store.list(prefix: "", after: nil, limit: 10).map(\.key) == ["p/c", "p/k"])
    }

    @Test func deletingAndMovingRemoveTheFoldersTheyEmpty() async throws {
        let store = try await root.store()
        let object = try await store.put(.text("v"), at: "p/1/..upload/id/deep/k")
        try await store.move(object.key, matching: object.tag, to: "p/1/k")
        #expect(root.contents().filter { !$0.hasPrefix("..tmp") } == ["p", "p/1", "p/1/k"])
        try await store.delete("p/1/k")
        #expect(root.contents().filter { !$0.hasPrefix("..tmp") } == [])
    }

    @Test func passesOverForeignNames() async throws {
        let store = try await root.store()
        try root.makeFolder("p")
        try root.write("x", to: "p/with\u{1}control")
        try await store.put(.text("v"), at: "p/k")
        #expect(try await store.list(prefix: "", after: nil, limit: 10).map(\.key) == ["p/k"])
    }

    @Test func aRootThatCannotBeMadeIsUnavailable() async throws {
        try root.makeFolder("")
        try root.write("x", to: "file")
        do throws(ObjectStoreError) {
            _ = try await FileObjectStore(root: root.path + "/file/root", signer: .forTests)
            Issue.record("nothing was thrown")
        } catch {
            #expect(error.description.contains("Not a directory"))
            guard case .unavailable = error else { throw error }
        }
    }

    @Test func afterItsThreadsHaveStoppedEverythingIsUnavailable() async throws {
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        let store = try await FileObjectStore(root: root.path, signer: .forTests, threads: threads)
        try await threads.shutdownGracefully()
        do throws(ObjectStoreError) {
            _ = try await store.head("k")
            Issue.record("nothing was thrown")
        } catch {
            #expect(error.description == "the object store failed to look at an object: its threads have been stopped")
        }
    }

    @Test func aFileOfOneGibibyteIsReadInLittleMemory() async throws {
        let store = try await root.store()
        try root.makeFolder("p")
        try root.write("", to: "p/big")
        #expect(truncate(root.path + "/p/big", 1 << 30) == 0)
        let before = try residentBytes()
        var total = 0
        var peak = 0
        for try await chunk in try await store.get("p/big").chunks {
            total += chunk.readableBytes
            if total.isMultiple(of: 64 << 20) { peak = max(peak, try residentBytes() - before) }
        }
        #expect(total == 1 << 30)
        // The other tests of this process breathe too; a file that was held whole would be far above.
        #expect(peak < 960 << 20)
    }

    /// `VITRINE_TEST_SMALL_DISK` names a folder on a disk with less than 4 MiB free, such as a small tmpfs.
    @Test(
        .enabled(if: ProcessInfo.processInfo.environment["VITRINE_TEST_SMALL_DISK"] != nil, "no small disk to fill"))
    func aFullDiskIsNamedAndWhatWasThereStays() async throws {
        let disk = try #require(ProcessInfo.processInfo.environment["VITRINE_TEST_SMALL_DISK"])
        let store = try await FileObjectStore(root: disk + "/store", signer: .forTests)
        try await store.put(.text("old"), at: "p/k")
        do throws(ObjectStoreError) {
            try await store.put(.bytes(Array(repeating: UInt8(1), count: 4 << 20)), at: "p/k")
            Issue.record("nothing was thrown")
        } catch {
            guard case .noSpace = error else { throw error }
        }
        #expect(try await store.get("p/k").collect(upTo: 3) == Array("old".utf8))
        // The half that was written has given its space back.
        try await store.put(.text("new"), at: "p/k")
        try await store.delete("p/k")
    }

    private func residentBytes() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (Int(fields[1]) ?? 0) * 4_096
    }
}
