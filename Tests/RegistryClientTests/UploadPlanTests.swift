import JSONDocument
import RegistryClient
import Testing

@Suite("The plan of an upload")
struct UploadPlanTests {
    private let files = [
        UploadFile(name: "a b.txt", source: "/x", size: 1, md5: "0eb827652a5c272e1c82002f1c972018"),
        UploadFile(name: "a b.txt.json", source: "/y", size: 2),
    ]
    private let url = "https://h/v1/projects/PRJ1/version/2026-11/upload?X-ADB-Credential=a%3D"

    private func plan(_ text: String, from url: String? = nil) throws -> UploadPlan {
        try UploadPlan(
            try JSONValue(parsing: text), from: url ?? self.url, for: files,
            at: try RegistryAddress(parsing: "https://h/v1"))
    }

    @Test func readsURLsByName() throws {
        let plan = try plan(
            """
            {"project_id":"PRJ000000021","version":"1","revision":"NUM-1","presigned_urls":{\
            "a b.txt.json":"/objects/2?s=1","a b.txt":"https://store/1"},"sts":{},"links":{},\
            "complete_before":"2026-11-21T01:04:01.280260+00:00",\
            "completion_url":"/projects/PRJ000000021/version/1/complete?revision=NUM-1",\
            "abort_url":"/projects/PRJ000000021/version/1/abort"}
            """)
        #expect(plan.project == "PRJ000000021")
        #expect(plan.version == "1")
        #expect(plan.revision == "NUM-1")
        #expect(plan.targets.map(\.url) == ["https://store/1", "https://h/v1/objects/2?s=1"])
        #expect(plan.targets.map(\.file) == files)
        #expect(
            plan.completionURL(overwritingPermissions: true)
                == "https://h/v1/projects/PRJ000000021/version/1/complete?revision=NUM-1&overwrite_permissions=true")
        #expect(plan.abortURL == "https://h/v1/projects/PRJ000000021/version/1/abort")
    }

    @Test func readsURLsInAListAndTheVersionFromTheRoute() throws {
        let plan = try plan(
            """
            {"presigned_urls":[{"filename":"a b.txt","url":"https://store/1","md5sum":"DrgnZSpcJy4cggAvHJcgGA=="},\
            {"filename":"a b.txt.json","url":"https://store/2"}],"links":[],\
            "completion_url":"/projects/p/version/v/complete","abort_url":"/projects/p/version/v/abort"}
            """)
        #expect(plan.project == "PRJ1")
        #expect(plan.version == "2026-11")
        #expect(plan.revision == nil)
        #expect(plan.targets.map(\.url) == ["https://store/1", "https://store/2"])
        #expect(
            plan.completionURL(overwritingPermissions: true)
                == "https://h/v1/projects/p/version/v/complete?overwrite_permissions=true")
    }

    @Test(arguments: [
        #"{}"#,
        #"{"project_id":"P","version":"1","presigned_urls":{},"completion_url":"/c","abort_url":"/a"}"#,
        #"{"version":"1","presigned_urls":[{"filename":"a b.txt"}],"completion_url":"/c","abort_url":"/a"}"#,
        #"{"presigned_urls":{"a b.txt":"/1","a b.txt.json":"/2"},"abort_url":"/a"}"#,
        #"{"presigned_urls":{"a b.txt":"file:///1","a b.txt.json":"/2"},"completion_url":"/c","abort_url":"/a"}"#,
        #"[]"#,
    ])
    func refusesAnAnswerThatLeavesSomethingOut(text: String) {
        #expect(throws: RegistryClientError.self) { try plan(text) }
    }

    @Test func needsProjectAndVersionFromSomewhere() {
        let text = #"{"presigned_urls":{"a b.txt":"/1","a b.txt.json":"/2"},"completion_url":"/c","abort_url":"/a"}"#
        #expect(throws: RegistryClientError.self) { try plan(text, from: "https://h/v1/projects/upload") }
    }

    @Test func declaresEachFileWithItsMD5() {
        #expect(
            UploadRequest(files: files, expiresIn: "in 7 days").json.description
                == #"{"filenames":[{"filename":"a b.txt","check":"simple","#
                + #""value":{"md5sum":"0eb827652a5c272e1c82002f1c972018"}},"a b.txt.json"],"#
                + #""mode":"s3-presigned-url","expires_in":"in 7 days","completed_by":"in 7 days"}"#
        )
    }

    @Test func refusesProjectsAndVersionsThatAreNone() throws {
        #expect(try UploadDestination.newProject(prefix: nil).segments() == ["projects", "upload"])
        #expect(
            try UploadDestination.version(project: "P", version: "v1").segments()
                == ["projects", "P", "version", "v1", "upload"])
        for destination: UploadDestination in [
            .newVersion(project: "a/b"), .newVersion(project: "upload"), .version(project: "P", version: "latest"),
            .version(project: "P", version: "NUM-1"), .version(project: "P", version: "a b"),
        ] {
            #expect(throws: RegistryClientError.self) { try destination.segments() }
        }
    }

    @Test func writesOnlyThePermissionsThatWereGiven() {
        #expect(UploadPermissions().isEmpty)
        #expect(
            UploadPermissions(readAccess: .everybody).json.description == #"{"scope":"project","read_access":"public"}"#
        )
        let permissions = UploadPermissions(readAccess: .viewers, owners: ["a"], viewers: ["b", "c"])
        #expect(
            permissions.json.description
                == #"{"scope":"project","owners":["a"],"viewers":["b","c"],"read_access":"viewers"}"#)
        #expect(
            permissions.differences(from: ["read_access": "viewers", "owners": ["a"], "viewers": ["c", "b"]]).isEmpty)
        #expect(
            permissions.differences(from: ["read_access": "public", "owners": ["a"], "viewers": nil])
                == ["read_access", "viewers"])
    }
}
