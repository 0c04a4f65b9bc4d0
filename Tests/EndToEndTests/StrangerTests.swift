import JSONDocument
import Testing

/// What may not be read answers exactly like what does not exist.
@Suite(.enabled(if: Binary.isBuilt, "\(Binary.absence)"), .timeLimit(.minutes(5)))
struct StrangerTests {
    private static let hidden = "hidden-project-1"
    private static let absent = "absent-project-1"
    /// In every document of the private project, and nowhere else.
    private static let word = "zyzzyva"

    private struct Route {
        let method: String
        let target: String
        var body: JSONValue?
        init(_ method: String, _ target: String, _ body: JSONValue? = nil) {
            self.method = method
            self.target = target
            self.body = body
        }
    }

    /// Every route that names a project, `P` standing for its name and `U` for the id of an upload of the private one.
    private static let routes: [Route] = {
        let names: JSONValue = ["filenames": ["a.txt"]]
        var routes: [Route] = [
            Route("GET", "/projects/P/versions"), Route("GET", "/projects/P/versions?agg_field=_extra.revision"),
            Route("GET", "/projects/P/metadata"), Route("GET", "//projects//P//metadata/"),
            Route("GET", "/projects/P/permissions"), Route("PUT", "/projects/P/permissions", ["read_access": "public"]),
            Route("PUT", "/projects/P/permissions", ["read_access": "everything"]),
            Route("DELETE", "/projects/P/permissions"), Route("POST", "/projects/P/upload", names),
            Route("POST", "/projects/P/upload", [:]), Route("GET", "/search?q=_extra.project_id:P"),
            Route("GET", "/search?q=P"), Route("GET", "/search?q=P&latest=true"),
        ]
        for version in ["1", "2", "latest", "REVISION-1", "9"] {
            routes += [
                Route("GET", "/projects/P/version/\(version)/metadata"),
                Route("GET", "/projects/P/version/\(version)/permissions"),
                Route("PUT", "/projects/P/version/\(version)/permissions", ["owners": ["me"]]),
                Route("DELETE", "/projects/P/version/\(version)/permissions"),
                Route("DELETE", "/projects/P/version/\(version)"),
                Route("POST", "/projects/P/version/\(version)/upload", names),
                Route("PUT", "/projects/P/version/\(version)/complete"),
                Route("PUT", "/projects/P/version/\(version)/complete?upload=U"),
                Route("PUT", "/projects/P/version/\(version)/complete?overwrite_permissions=true", ["owners": ["me"]]),
                Route("PUT", "/projects/P/version/\(version)/abort"),
                Route("PUT", "/projects/P/version/\(version)/abort?upload=U"),
                Route("GET", "/files/P:part0%2Ffile0.txt@\(version)"),
                Route("GET", "/files/P%3Apart0/file0.txt%40\(version)"),
                Route("GET", "/files/P:part0%2Ffile0.txt@\(version)?expires_in=60"),
                Route("GET", "/files/P:part0%2Ffile0.txt@\(version)/metadata"),
                Route("GET", "/files/P:part0%2Ffile0.txt@\(version)/metadata?raw=true"),
                Route("GET", "/files/P:part0%2Ffile0.txt@\(version)/metadata?follow_link=true"),
                Route("GET", "/files/P:no-such-file@\(version)/metadata"),
            ]
        }
        return routes + routes.filter { $0.method == "GET" }.map { Route("HEAD", $0.target) }
    }()

    @Test func aPrivateProjectAnswersLikeAnAbsentOne() async throws {
        let registry = try await RunningRegistry.start()
        let mira = registry.wire(try await registry.token("mira", roles: "uploader"))
        let hidden: JSONValue = ["read_access": "owners", "write_access": "owners", "owners": ["mira"]]
        let files =
            SentFile.artifact("part0/file0.txt", marker: Self.word, title: Self.word)
            + SentFile.artifact("part1/file1.txt", marker: Self.word, title: Self.word)
        try await RawUpload.publish(files, project: Self.hidden, version: "1", by: mira, permissions: hidden)
        let open = try await RawUpload.start(files, project: Self.hidden, version: "2", by: mira)
        let upload = open.completionURL.firstMatch(of: /[?&]upload=([^&]+)/).map { String($0.1) } ?? ""
        #expect(!upload.isEmpty)
        try await RawUpload.publish(
            SentFile.artifacts(60, marker: "open"), project: "open-project", version: "1", by: mira,
            permissions: ["read_access": "public"])
        let strangers = [
            registry.wire(), registry.wire(try await registry.token("otto")),
            registry.wire(try await registry.token("olga", roles: "creator")),
        ]

        for stranger in strangers {
            for route in Self.routes {
                let answers = [
                    try await ask(route, of: Self.hidden, upload, stranger),
                    try await ask(route, of: Self.absent, upload, stranger),
                ]
                #expect(answers[0] == answers[1], "\(route.method) \(route.target)")
                #expect(!answers[0].hasPrefix("500"))
            }
            try await nothingOfItIsFound(by: stranger)
        }
        // The strangers have changed nothing, and the owner sees it all.
        #expect(try await mira.search(Self.word).total == 2)
        #expect(try await mira.get("/projects/\(Self.hidden)/permissions").json["read_access"]?.stringValue == "owners")
        #expect(try await mira.get("/projects/\(Self.absent)/versions").status == 404)
        try await open.put(files)
        try await open.publish()
        #expect(try await mira.search(Self.word).total == 4)
        #expect(try await registry.wire().search(Self.word).total == 0)
    }

    /// The whole answer, the project's name and what differs between any two requests left out.
    private func ask(_ route: Route, of project: String, _ upload: String, _ stranger: Wire) async throws -> String {
        let target = route.target.replacing("P", with: project).replacing("U", with: upload)
        // No target has another `P` or `U` in it.
        let answer = try await stranger.send(route.method, target, body: route.body?.serialized())
        // How long it took is each answer's own; that it is told is not.
        let headers = answer.headers.filter {
            $0.name != "date" && $0.name != "x-request-id" && $0.name != "server-timing"
        }
        .map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        return "\(answer.status)\n\(headers)\n\n\(answer.text)".replacing(project, with: "P")
    }

    private func nothingOfItIsFound(by stranger: Wire) async throws {
        for query in [
            "*", Self.word, "title:\(Self.word)", "NOT title:nothing", "marker:\(Self.word) OR marker:open", "zyz*",
        ] {
            for rest in ["", "&latest=true", "&fields=title"] {
                var answer = try await stranger.get("/search?q=\(query.percentEncoded)\(rest)")
                #expect(
                    answer.status == 200 && [0, 60].contains(answer.total ?? -1),
                    "\(answer.request) \(answer.total ?? -1)")
                var count = 0
                while true {
                    #expect(!answer.text.contains(Self.word) && !answer.text.contains(Self.hidden), "\(answer.request)")
                    count += answer.results.count
                    let next = answer.string("next")
                    if next.isEmpty { break }
                    answer = try await stranger.get(next)
                }
                #expect(count == answer.total)
            }
        }
        let projects = try await stranger.get("/projects")
        #expect(projects.total == 1 && !projects.text.contains(Self.hidden))
        for target in ["/", "/status", "/livez", "/readyz"] {
            #expect(!(try await stranger.get(target)).text.contains(Self.hidden))
        }
    }
}
