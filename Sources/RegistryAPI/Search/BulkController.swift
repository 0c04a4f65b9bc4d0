internal import Hummingbird
internal import JSONDocument
internal import RegistryCore
internal import RegistryService

/// `POST /files/metadata`: many documents by their ids; beyond the contract.
struct BulkController: Sendable {
    let artifacts: ArtifactService

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self).post("files/metadata", use: read)
    }

    private func read(_ request: Request, context: RegistryContext) async throws -> Response {
        let body = try await request.jsonObject(upTo: Limits.smallBodyBytes)
        guard let ids = body?["ids"]?.arrayValue else {
            throw RegistryError.invalidBody(at: ["ids"], "'ids' is an array of artifact ids")
        }
        guard ids.count <= ArtifactService.maxBulk else {
            throw RegistryError(
                .invalidRequest,
                "'ids' has at most \(ArtifactService.maxBulk) ids; ask for the others in another request")
        }
        var references: [ArtifactReference] = []
        for (index, id) in ids.enumerated() {
            guard let text = id.stringValue else {
                throw RegistryError.invalidBody(at: ["ids", String(index)], "'ids.\(index)' is a string")
            }
            do throws(NameError) {
                references.append(try ArtifactReference(parsing: text))
            } catch {
                throw RegistryError(.malformedIdentifier, "Malformed ID: 'ids.\(index)': \(error)")
            }
        }
        let documents = try await artifacts.documents(references, for: context.identity)
        return Response(
            jsonText: Array(#"{"results":["#.utf8) + documents.joined(separator: [UInt8(ascii: ",")]) + Array("]}".utf8)
        )
    }
}
