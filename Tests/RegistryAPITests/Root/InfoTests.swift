import HTTPTypes
import JSONDocument
import RegistryAPI
import RegistryTestSupport
import Testing

@Suite struct `GET /` {
    @Test func `says what clients build themselves from`() async throws {
        var setup = TestRegistry.Setup()
        setup.api.otherClients = ["vitrine", "svc"]
        try await withTestRegistry(setup) { registry in
            let info = try await registry.get("/")
            #expect(info.status == 200)
            #expect(info[.contentType] == "application/json")
            #expect(
                info.text == """
                    {"name":"vitrine","version":"0.1.0","image":null,"env":"dev","build":null,"artifactdb":"0.1.0",\
                    "swagger":null,"doc":null,"description":"An artifact metadata registry for genomics teams",\
                    "sequences":[{"prefix":"PRJ","default":true,"test":false},\
                    {"prefix":"test-PRJ","default":false,"test":true}],\
                    "auth":{"clients":{"main":"vitrine","others":["svc"]},\
                    "well-known":{"primary":null,"secondary":[]}},\
                    "storage":{"clients":[{"alias":"main","type":"file"}],"switch":{"header":"","contexts":{}}}}
                    """)
        }
    }

    @Test(arguments: ["/v1", "/v1/", "//v1//", "/", ""])
    func `answers below the prefix, with and without a slash at the end`(target: String) async throws {
        var setup = TestRegistry.Setup()
        setup.api.prefix = "/v1"
        try await withTestRegistry(setup) { registry in
            let info = try await registry.get(target)
            #expect(info["name"] == "vitrine")
        }
    }
}

@Suite struct `GET /status, /livez and /readyz` {
    @Test func `answer without credentials`() async throws {
        try await withTestRegistry { registry in
            for target in ["/livez", "/readyz"] {
                let answer = try await registry.get(target)
                #expect(answer.status == 200)
                #expect(answer.text == #"{"status":"ok"}"#)
            }
            let status = try await registry.get("/status")
            #expect(status.status == 200)
            #expect(status["status"] == ["elasticsearch": "ok", "celery": "ok"])
        }
    }
}
