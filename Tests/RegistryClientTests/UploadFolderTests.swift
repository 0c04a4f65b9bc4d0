import Foundation
import RegistryClient
import Testing

@Suite("The folder of an upload")
struct UploadFolderTests {
    @Test func holdsRegularFilesInOrderOfTheirBytes() throws {
        let folder = try TemporaryFolder()
        for name in ["b.txt", "B.txt", "a/z.txt", "a.txt", "a/b/c.txt"] { try folder.write("12345", to: name) }
        let found = try UploadFolder(walking: folder.path)
        #expect(found.files.map(\.name) == ["B.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt"])
        #expect(found.totalBytes == 25)
        #expect(found.notes.isEmpty)
    }

    @Test func leavesOutLinksAndWhatIsHiddenAtTheTopWithANote() throws {
        let folder = try TemporaryFolder()
        for name in [".git/config", ".hidden", "sub/.kept", "x"] { try folder.write("", to: name) }
        try folder.link("link", to: "x")
        try folder.link("outside", to: "/")
        try folder.link("sub/broken", to: "nowhere")
        let found = try UploadFolder(walking: folder.path)
        #expect(found.files.map(\.name) == ["sub/.kept", "x"])
        #expect(
            found.notes.map { String($0.prefix { $0 != ":" }) } == [".git", ".hidden", "link", "outside", "sub/broken"])
    }

    @Test func namesFilesInNFC() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "e\u{301}.txt")
        let found = try UploadFolder(walking: folder.path)
        #expect(found.files.map { Array($0.name.utf8) } == [Array("\u{E9}.txt".utf8)])
        // The file itself is found under the name that it has here.
        #expect(found.files.first?.source.hasSuffix(".txt") == true)
        #expect(FileManager.default.fileExists(atPath: found.files.first?.source ?? ""))
    }

    @Test(arguments: ["a/..meta/x", "back\\slash", "bell\u{7}"])
    func refusesNamesThatARegistryWouldRefuse(name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: name)
        #expect(throws: RegistryClientError.self) { try UploadFolder(walking: folder.path) }
    }

    @Test func refusesTwoFilesOfOneName() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "e\u{301}")
        try folder.write("", to: "\u{E9}")
        // Some file systems hold only one of them.
        guard folder.names.count == 2 else { return }
        #expect(throws: RegistryClientError.self) { try UploadFolder(walking: folder.path) }
    }

    @Test func mustExist() {
        #expect(throws: RegistryClientError.self) { try UploadFolder(walking: "/nonexistent-folder") }
    }

    @Test func digestsFilesAndNoticesThatTheyChanged() async throws {
        let folder = try TemporaryFolder()
        try folder.write("hello\n", to: "x")
        let file = UploadFile(name: "x", source: folder.path + "/x", size: 6)
        #expect(try await file.digested().md5 == "b1946ac92492d2347c6235b4d2611184")
        #expect(FileDigest.base64(hex: "b1946ac92492d2347c6235b4d2611184") == "sZRqySSS0jR8YjW00mERhA==")
        #expect(FileDigest.base64(hex: "b1946ac92492d2347c6235b4d261118") == nil)
        #expect(FileDigest.base64(hex: "z1946ac92492d2347c6235b4d2611184") == nil)
        let other = UploadFile(name: "x", source: folder.path + "/x", size: 7)
        await #expect(throws: RegistryClientError.self) { try await other.digested() }
    }

    @Test func digestsAnEmptyFile() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "x")
        let file = UploadFile(name: "x", source: folder.path + "/x", size: 0)
        #expect(try await file.digested().md5 == "d41d8cd98f00b204e9800998ecf8427e")
    }
}
