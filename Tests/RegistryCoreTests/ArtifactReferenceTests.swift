import JSONDocument
import RegistryCore
import Testing

@Suite struct ArtifactReferenceTests {
    @Test(arguments: [
        ("PRJ1:a/b.txt@1", "PRJ1", "a/b.txt", "1"),
        ("P:a:b.txt@v1", "P", "a:b.txt", "v1"),
        ("P:x y@NUM-3", "P", "x y", "NUM-3"),
        ("P:a@b.txt@1", "P", "a@b.txt", "1"),
        ("P:dir/metadata@v1", "P", "dir/metadata", "v1"),
        ("P:@@1", "P", "@", "1"),
    ])
    func splitsAtTheFirstColonAndTheLastAt(_ text: String, project: String, path: String, version: String) throws {
        let reference = try ArtifactReference(parsing: text)
        #expect(reference.project.description == project)
        #expect(reference.path.description == path)
        #expect(reference.version.description == version)
        #expect(reference.description == text)
    }

    @Test(arguments: [
        "P:x@2022-10-01T00:00", "P:x@v1+2", "P:x@1 2", "P:x@1/metadata", "P:@1", "P:x@", "x@1", ":x@1",
        "gprn::svc::artifact:PRJ:x@1", "", ":", "@", ":@", "@:", "P:x", "P@1:x", "P:/x@1", "P:../x@1", "P:x@1\n",
        "P:x@latest ",
        "P:e\u{301}@1", "P:x@\u{301}1", "P:\u{301}x@..", "lock:x@1",
    ])
    func refuses(_ text: String) {
        #expect(throws: NameError.self) { try ArtifactReference(parsing: text) }
    }

    @Test func aMarkAfterASeparatorDoesNotHideIt() throws {
        let reference = try ArtifactReference(parsing: "P:\u{301}x@1")
        #expect(reference.project.description == "P")
        #expect(reference.path.description.utf8.elementsEqual("\u{301}x".utf8))
    }

    @Test func latestLosesItsCaseInTheResolvedText() throws {
        #expect(try ArtifactReference(parsing: "P:x@LATEST").description == "P:x@latest")
    }

    @Test func anIDIsOrderedByTheBytesOfItsText() throws {
        func id(_ path: String, _ version: String) throws -> ArtifactID {
            ArtifactID(
                project: try ProjectID(parsing: "P"), path: try ArtifactPath(parsing: path),
                version: try VersionID(parsing: version))
        }
        #expect(try id("a", "2") < id("b", "1"))
        #expect(try id("a", "1") < id("a", "2"))
        #expect(try id("a/b", "1").versionKey.description == "P@1")
    }

    /// Where we answer otherwise than the reference's library on purpose, and why (`spec/rest-api.md` 2.2, [REC]).
    private static let deliberate: [String: String?] = [
        "p:dir@x/file.txt@1": "dir@x/file.txt",  // the last '@' ends the path
        "p:a@b@c": "a@b",
        "p:f@1 2": nil,  // the version must match entirely
        "p:f@a/b": nil,
        "p:x@1\n": nil,
        "p:f@é": nil,  // versions are ASCII
        "p:/lead@1": nil,  // paths are relative, without empty parts
        "p:trail/@1": nil,
        "gprn::svc::artifact:P:f@1:g@3": nil,  // ':' ends the project, and a resource name is read elsewhere
    ]

    @Test(.enabled(if: SharedData.bytes(of: "identifiers/vectors.json") != nil, "needs ../shared/data"))
    func agreesWithTheReferenceButWhereSaid() throws {
        let bytes = try #require(SharedData.bytes(of: "identifiers/vectors.json"))
        let vectors = try #require(try JSONValue(parsing: bytes)["unpack_id"]?.arrayValue)
        #expect(vectors.count >= 29)
        for vector in vectors {
            let text = try #require(vector["id"]?.stringValue)
            let reference = try? ArtifactReference(parsing: text)
            if let ours = Self.deliberate[text] {
                #expect(reference?.path.description == ours, "\(text)")
            } else if let ok = vector["ok"] {
                #expect(reference?.project.description == ok["project_id"]?.stringValue, "\(text)")
                #expect(reference?.path.description == ok["path"]?.stringValue, "\(text)")
                let version = ok["version"]?.stringValue
                let isLatest = version?.lowercased() == "latest"
                #expect(reference?.version.description == (isLatest ? "latest" : version), "\(text)")
            } else {
                #expect(reference == nil, "\(text)")
            }
        }
    }
}
