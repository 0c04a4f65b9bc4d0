internal import Hummingbird
internal import JSONDocument
internal import RegistryService

/// `/`: what this instance is, for clients that build themselves from it (`spec/rest-api.md` 1.1).
struct InfoController: Sendable {
    let status: StatusService
    let settings: APISettings

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self).get(use: show)
    }

    private func show(_ request: Request, context: RegistryContext) async throws -> Response {
        let service = status.settings
        let sequences = service.sequences.enumerated().map { index, prefix -> JSONValue in
            ["prefix": .string(prefix), "default": .bool(index == 0), "test": .bool(prefix.hasPrefix("test-"))]
        }
        let others = settings.otherClients.filter { !$0.utf8.elementsEqual(service.mainClient.utf8) }
        return Response(
            json: [
                "name": .string(service.name), "version": .string(service.version), "image": nil,
                "env": .string(service.environment), "build": nil, "artifactdb": .string(service.version),
                "swagger": nil, "doc": nil, "description": "An artifact metadata registry for genomics teams",
                "sequences": .array(sequences),
                "auth": [
                    "clients": [
                        "main": .string(service.mainClient), "others": .array(others.map { .string($0) }),
                    ],
                    "well-known": ["primary": nil, "secondary": []],
                ],
                "storage": [
                    "clients": [["alias": "main", "type": .string(settings.storageType)]],
                    "switch": ["header": "", "contexts": [:]],
                ],
            ])
    }
}
