import Crypto
import JSONDocument
import JSONSchema
import RegistrySamples
import Testing

@Suite("Sample data")
struct SampleRegistryTests {
    static let projects = SampleRegistry.projects()

    /// Every metadata document with where it stands.
    static func documents() throws -> [(project: SampleProject, version: SampleVersion, document: JSONValue)] {
        try projects.flatMap { project in
            try project.versions.flatMap { version in
                try version.files.filter { $0.path.hasSuffix(".json") }
                    .map { (project, version, try JSONValue(parsing: $0.contents)) }
            }
        }
    }

    @Test func hasAboutTwentyProjectsAndTwoHundredArtifacts() throws {
        #expect((18...22).contains(Self.projects.count))
        #expect((180...230).contains(try Self.documents().count))
        #expect(Self.projects.allSatisfy { (1...3).contains($0.versions.count) })
    }

    @Test func isTheSameEachTime() {
        #expect(SampleRegistry.projects() == Self.projects)
    }

    @Test func staysBelowTwoMegabytes() {
        let files = Self.projects.flatMap(\.versions).flatMap(\.files)
        #expect(files.reduce(0) { $0 + $1.contents.count } < 2_000_000)
        #expect(files.allSatisfy { !$0.contents.isEmpty && $0.contents.count < 64_000 })
    }

    @Test func usesLegalIDs() {
        func isName(_ text: String) -> Bool {
            text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
                default: false
                }
            }
        }
        for project in Self.projects {
            #expect(project.id.hasPrefix("demo-") && isName(project.id))
            for version in project.versions {
                #expect(isName(version.version) && version.version.lowercased() != "latest")
                #expect(!version.version.hasPrefix("NUM-") && !version.version.hasPrefix("."))
                for path in version.files.map(\.path) {
                    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
                    #expect(segments.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && isName(String($0)) })
                }
            }
        }
    }

    @Test func usesEachNameOnce() {
        #expect(Set(Self.projects.map(\.id)).count == Self.projects.count)
        for project in Self.projects {
            #expect(Set(project.versions.map(\.version)).count == project.versions.count)
            for version in project.versions {
                #expect(Set(version.files.map(\.path)).count == version.files.count)
            }
        }
    }

    @Test func mixesPermissions() {
        let access = Dictionary(grouping: Self.projects, by: \.permissions.readAccess).mapValues(\.count)
        #expect(Set(access.keys) == ["public", "authenticated", "viewers", "owners"])
        #expect(access["public", default: 0] * 2 > Self.projects.count)
        for permissions in Self.projects.map(\.permissions) {
            #expect(!permissions.owners.isEmpty && permissions.writeAccess == "owners")
            #expect((permissions.readAccess == "viewers") == !permissions.viewers.isEmpty)
        }
    }

    @Test func offersStrangersHumanAndMouseArtifacts() throws {
        let documents = try Self.documents().filter { $0.project.permissions.readAccess == "public" }
        let organisms = Dictionary(grouping: documents) { $0.document["organism"]?.stringValue ?? "" }
        #expect(organisms["Homo sapiens", default: []].count >= 30)
        #expect(organisms["Mus musculus", default: []].count >= 20)
        #expect(organisms.count >= 8)
    }

    @Test func givesEveryDataFileADocumentWithItsDigest() throws {
        for version in Self.projects.flatMap(\.versions) {
            let files = Dictionary(uniqueKeysWithValues: version.files.map { ($0.path, $0.contents) })
            for (path, contents) in files where !path.hasSuffix(".json") {
                let document = try JSONValue(parsing: try #require(files[path + ".json"]))
                #expect(document["path"]?.stringValue == path)
                let digest = Insecure.MD5.hash(data: contents)
                    .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
                    .joined()
                #expect(document["md5sum"]?.stringValue == digest)
            }
        }
    }

    @Test func writesDocumentsThatTheirSchemasAccept() throws {
        let schemas = Dictionary(
            uniqueKeysWithValues: try SchemaFiles.types.map { type in
                ("\(type)/v1.json", try JSONSchema(SchemaFiles.document("\(type)/v1.json")))
            })
        var used: Set<String> = []
        for (project, version, document) in try Self.documents() {
            let name = try #require(document["$schema"]?.stringValue)
            let schema = try #require(schemas[name])
            let errors = schema.validate(document).map(\.message)
            #expect(errors == [], "\(project.id)@\(version.version)")
            used.insert(name)
        }
        #expect(used.count == SchemaFiles.types.count)
    }

    @Test func leadsEveryPathInADocumentToAFile() throws {
        for (project, version, document) in try Self.documents() {
            let paths = Set(version.files.map(\.path))
            let path = try #require(document["path"]?.stringValue)
            #expect(paths.contains(path + ".json"))
            if let mate = document["sequencing_reads"]?["mate_path"]?.stringValue { #expect(paths.contains(mate)) }
            guard let target = document["redirection"]?["targets"]?.arrayValue?.first else { continue }
            #expect(!paths.contains(path))
            let location = try #require(target["location"]?.stringValue)
            if target["type"] == "local" {
                #expect(paths.contains(location))
            } else {
                let ids = Self.projects.flatMap { project in
                    project.versions.flatMap { version in
                        version.files.map { "\(project.id):\($0.path)@\(version.version)" }
                    }
                }
                #expect(ids.contains(location) && !location.hasPrefix("\(project.id):"))
            }
        }
    }
}
