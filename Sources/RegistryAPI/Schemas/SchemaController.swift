internal import HTTPTypes
internal import Hummingbird
internal import JSONDocument
internal import RegistryCore
internal import RegistrySchemas
internal import RegistryService

/// `/schemas`, `/schemas/{type}` and `/schemas/{type}/{version}` (`spec/rest-api.md` 1.11).
struct SchemaController: Sendable {
    let schemas: SchemaService
    let settings: APISettings

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .get(use: listTypes)
            .get(":type", use: listVersions)
            .get(":type/:version", use: show)
    }

    /// With `checksum`, for administrators: which state of each source is in use.
    private func listTypes(_ request: Request, context: RegistryContext) async throws -> Response {
        let query = context.target.query
        let client = try query.text("client")
        if try query.flag("checksum") {
            return Response(json: try schemas.checksums(client: client, for: context.identity))
        }
        let root = try RootURL(of: request, settings)
        let types = try schemas.types(client: client).map { type -> JSONValue in
            ["name": .string(type), "url": .string(try root.absolute("/schemas/\(type)"))]
        }
        return answer(["document_types": .array(types)], to: request)
    }

    private func listVersions(_ request: Request, context: RegistryContext) async throws -> Response {
        let type = try context.require("type") { $0 }
        let root = try RootURL(of: request, settings)
        let versions = try schemas.versions(of: type, client: try context.target.query.text("client")).map {
            version -> JSONValue in
            ["version": .string(version), "url": .string(try root.absolute("/schemas/\(type)/\(version)"))]
        }
        return answer(["document_type": .string(type), "versions": .array(versions)], to: request)
    }

    private func show(_ request: Request, context: RegistryContext) async throws -> Response {
        let (type, version) = (try context.require("type") { $0 }, try context.require("version") { $0 })
        return answer(
            try schemas.schema(type, version, client: try context.target.query.text("client")), to: request)
    }

    private func answer(_ body: JSONValue, to request: Request) -> Response {
        answer(SchemaAnswer(bytes: body.serialized()), to: request)
    }

    /// 304 to who has these bytes already; what is kept must be asked about each time, for a reload may change it.
    private func answer(_ answer: SchemaAnswer, to request: Request) -> Response {
        let headers: HTTPFields = [.eTag: answer.tag, .cacheControl: "no-cache"]
        if let known = request.headers[.ifNoneMatch], Self.names(known, answer.tag) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(jsonText: answer.bytes, headers: headers)
    }

    /// Whether `header` is `*` or lists `tag`, compared weakly (RFC 9110, section 13.1.2).
    private static func names(_ header: String, _ tag: String) -> Bool {
        header == "*" || header.commaList.contains { $0 == tag || $0 == "W/" + tag }
    }
}
