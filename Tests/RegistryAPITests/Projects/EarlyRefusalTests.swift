import HTTPTypes
import JSONDocument
import ObjectStore
import RegistryCore
import RegistryTestSupport
import Testing

/// Nobody is made to read what a stranger sends.
@Suite struct `A body from somebody who may not send it` {
    struct Route: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let target: String
        /// Bytes of a body.
        let limit: Int
        var testDescription: String { "\(method.rawValue) \(target)" }
    }
    static let routes = [
        Route(method: .post, target: "/projects/upload", limit: Limits.bodyBytes),
        Route(method: .post, target: "/projects/demo/upload", limit: Limits.bodyBytes),
        Route(method: .post, target: "/projects/demo/version/v2/upload", limit: Limits.bodyBytes),
        Route(method: .put, target: "/projects/demo/version/v1/complete", limit: Limits.smallBodyBytes),
        Route(method: .put, target: "/projects/demo/permissions", limit: Limits.smallBodyBytes),
        Route(method: .put, target: "/projects/demo/version/v1/permissions", limit: Limits.smallBodyBytes),
    ]

    @Test(arguments: routes)
    func `is not looked at`(route: Route) async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"])
            for body in ["{", "[]", String(repeating: " ", count: Limits.smallBodyBytes + 1)] {
                let nobody = try await registry.send(route.method, route.target, body: Array(body.utf8))
                #expect(nobody.status == 401)
                let stranger = try await registry.send(route.method, route.target, as: "eve", body: Array(body.utf8))
                #expect(stranger.status == 403)
            }
        }
    }

    @Test(arguments: routes)
    func `has a limit for those who may, too`(route: Route) async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"])
            for (count, status) in [(route.limit, 422), (route.limit + 1, 413)] {
                // An array, which no route takes, padded.
                let body =
                    [UInt8(ascii: "["), UInt8(ascii: "]")] + Array(repeating: UInt8(ascii: " "), count: count - 2)
                let answer = try await registry.send(
                    route.method, route.target, as: "alice", roles: [.uploader], body: body)
                #expect(answer.status == status)
            }
        }
    }

    @Test func `is written nowhere but where an upload waits for it`() async throws {
        try await withTestRegistry { registry in
            try await registry.upload("demo", "v1", files: ["a.txt": "x"])
            let grant = UploadGrant(expires: registry.clock.now + .seconds(60), maxBytes: 10)
            for key in ["demo/v1/a.txt", "demo/..meta/permissions.json", "demo/v1/..upload/x/a.txt"] {
                let url = try registry.objects.uploadURL(for: try ObjectKey(validating: key), grant: grant)
                let answer = try await registry.send(.put, url, body: Array("y".utf8))
                #expect(answer.status == 403, "\(key)")
            }
            let location = try #require(try await registry.get("/files/demo:a.txt@v1")[.location])
            #expect(try await registry.get(location).text == "x")
        }
    }
}
