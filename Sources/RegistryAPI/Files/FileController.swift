internal import HTTPTypes
internal import Hummingbird
internal import JSONDocument
internal import NIOCore
internal import RegistryCore
internal import RegistryService

/// `/files/{id}` and `/files/{id}/metadata`; the id may hold slashes, encoded or not.
struct FileController: Sendable {
    private static let lifetime = 10...86_400
    private static let defaultLifetime = 120

    let artifacts: ArtifactService
    let settings: APISettings

    var routes: RouteCollection<RegistryContext> {
        // The second is no id either, and is answered so beside `POST /files/metadata`.
        RouteCollection(context: RegistryContext.self).get("**", use: read).get("metadata", use: read)
    }

    /// An id never ends in `/metadata`: a version has no slash.
    private func read(_ request: Request, context: RegistryContext) async throws -> Response {
        let text = context.target.rest(below: "/files") ?? ""
        let suffix = "/metadata"
        guard text.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) else {
            return try await locate(text, request, context)
        }
        let id = String(decoding: text.utf8.dropLast(suffix.utf8.count), as: UTF8.self)
        return try await metadata(of: try reference(id), context)
    }

    private func metadata(of reference: ArtifactReference, _ context: RegistryContext) async throws -> Response {
        let followsLinks = try context.target.query.flag("follow_link")
        if try context.target.query.flag("raw") {
            return Response(
                jsonText: try await artifacts.rawDocument(
                    reference, followsLinks: followsLinks, for: context.identity))
        }
        return Response(
            json: try await artifacts.document(reference, followsLinks: followsLinks, for: context.identity))
    }

    /// Answers where the bytes are: a URL that needs no further credentials until it expires.
    private func locate(_ id: String, _ request: Request, _ context: RegistryContext) async throws -> Response {
        let reference = try reference(id)
        let lifetime = try context.target.query.integer("expires_in", in: Self.lifetime) ?? Self.defaultLifetime
        let url = try await artifacts.downloadURL(reference, lifetime: lifetime, for: context.identity)
        let location = try RootURL(of: request, settings).absolute(url)
        return Response(
            json: ["id": .string(id), "location": .string(location)], status: .found,
            headers: [.location: location])
    }

    private func reference(_ id: String) throws(RegistryError) -> ArtifactReference {
        do throws(NameError) { return try ArtifactReference(parsing: id) } catch {
            throw RegistryError(.malformedIdentifier, "Malformed ID: \(error)")
        }
    }
}
