import RegistryClient
import Testing

@Suite("The folder of a download")
struct DownloadFolderTests {
    @Test func showsAFileOnlyWhenItIsFinished() throws {
        let outside = try TemporaryFolder()
        let folder = try DownloadFolder(outside.path + "/out")
        do {
            let file = try folder.file(at: "a/b/x.txt", replacing: false)
            #expect(outside.text(of: "out/a/b/x.txt") == nil)
            #expect(outside.names.contains { $0.hasSuffix(".part") })
            try file.finish()
            #expect(file.path == outside.path + "/out/a/b/x.txt")
        }
        #expect(outside.names == ["out", "out/a", "out/a/b", "out/a/b/x.txt"])
    }

    @Test func leavesNothingOfWhatWasNotFinished() throws {
        let outside = try TemporaryFolder()
        _ = try DownloadFolder(outside.path).file(at: "x", replacing: false)
        #expect(outside.names.isEmpty)
    }

    @Test func keepsFilesThatExistUnlessTheyMayBeReplaced() throws {
        let outside = try TemporaryFolder()
        try outside.write("old", to: "x")
        let folder = try DownloadFolder(outside.path)
        #expect(throws: RegistryClientError.exists(path: outside.path + "/x")) {
            try folder.file(at: "x", replacing: false)
        }
        #expect(outside.text(of: "x") == "old")
        try folder.file(at: "x", replacing: true).finish()
        #expect(outside.text(of: "x") == "")
    }

    @Test func noticesAFileThatAppearedMeanwhile() throws {
        let outside = try TemporaryFolder()
        let file = try DownloadFolder(outside.path).file(at: "x", replacing: false)
        try outside.write("other", to: "x")
        #expect(throws: RegistryClientError.self) { try file.finish() }
        #expect(outside.text(of: "x") == "other")
    }

    @Test(arguments: ["../x", "/etc/x", "a/../x", "a//x", "", ".", "a/", "a\\..\\x"])
    func writesNothingOutsideIt(path: String) throws {
        let outside = try TemporaryFolder()
        let folder = try DownloadFolder(outside.path + "/out")
        #expect(throws: RegistryClientError.self) { try folder.file(at: path, replacing: true) }
        #expect(outside.names == ["out"])
    }

    @Test func followsNoLinkInIt() throws {
        let outside = try TemporaryFolder()
        let elsewhere = try TemporaryFolder()
        try outside.link("a", to: elsewhere.path)
        let folder = try DownloadFolder(outside.path)
        #expect(throws: RegistryClientError.self) { try folder.file(at: "a/x", replacing: true) }
        #expect(elsewhere.names.isEmpty)
    }
}
