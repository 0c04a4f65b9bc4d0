package import JSONDocument
internal import JSONSchema
internal import Logging
package import RegistryCore
package import RegistrySchemas

/// What is known of schemas, for everybody; their checksums and their renewal, for administrators.
package struct SchemaService: Sendable {
    let registry: Registry
    package init(registry: Registry) { self.registry = registry }

    static let missingSchema = "'$schema' is required here: the type and version, such as 'generic_file/v1.json'"

    // MARK: Reading

    /// The types that a client offers, or all of them, in ascending order; hidden ones left out.
    ///
    /// - Throws: `.notFound` for an unknown alias, and when there are no types.
    package func types(client: String?) throws -> [String] {
        let types = try schemas(of: client).types
        guard !types.isEmpty else { throw RegistryError(.notFound, "No types found") }
        return types
    }

    /// The versions of a type in the order of people: `v9` before `v10`.
    ///
    /// - Throws: `.notFound` for an unknown alias or type.
    package func versions(of type: String, client: String?) throws -> [String] {
        let versions = try schemas(of: client).versions(of: type)
        guard !versions.isEmpty else { throw RegistryError(.notFound, "Non-existing document type '\(type)'") }
        return versions
    }

    /// A schema that stands alone: every reference is resolved.
    ///
    /// - Parameter version: with or without `.json`.
    /// - Throws: `.notFound` for an unknown alias, type or version.
    package func schema(_ type: String, _ version: String, client: String?) throws -> SchemaAnswer {
        let plain = version.hasSuffix(".json") ? String(version.dropLast(5)) : version
        let schemas = try schemas(of: client)
        guard let name = SchemaName(type: type, version: plain), let entry = schemas[name] else {
            throw RegistryError(.notFound, "Non-existing document type or version '\(type)/\(plain)'")
        }
        return entry.answer
    }

    private func schemas(of client: String?) throws -> SchemaSet {
        let current = registry.library.current
        guard let client else { return current.schemas }
        guard let found = current.client(client) else {
            throw RegistryError(.notFound, "No such client alias '\(client)'")
        }
        return found.schemas
    }

    /// The sources in the order of the setting, as `spec/rest-api.md` 1.11 shows them.
    package func clients() -> JSONValue {
        .object(
            JSONObject(
                registry.library.current.clients.map { client in
                    (client.alias, Self.shown(client))
                }))
    }

    private static func shown(_ client: SchemaSnapshot.Client) -> JSONValue {
        let address = client.address
        return [
            "base_uri": .string(address.uri), "folder": .string(address.folder),
            "client": .string(address.kind.rawValue),
            "cache_ttl": .number(JSONNumber(Int(address.timeToLive.wholeSeconds))), "types": nil,
            "extra": ["revision": .string(client.revision), "loaded": .string(client.loaded.description)],
        ]
    }

    // MARK: For administrators

    /// The revision of one source, or of each: a commit, or a digest of the files.
    ///
    /// - Throws: `.unauthenticated`, `.forbidden`; `.notFound` for an unknown alias.
    package func checksums(client: String?, for caller: Identity) throws -> JSONValue {
        try caller.requireAdmin(for: "seeing the checksums of schemas")
        let current = registry.library.current
        guard let client else {
            return .object(
                JSONObject(current.clients.map { ($0.alias, ["checksum": .string($0.revision)]) }))
        }
        guard let found = current.client(client) else {
            throw RegistryError(.notFound, "No such client alias '\(client)'")
        }
        return ["checksum": .string(found.revision)]
    }

    /// Asks the sources, or one of them, what they hold now, and uses that.
    ///
    /// - Throws: `.unauthenticated`, `.forbidden`; `.notFound` for an unknown alias; `.unavailable` with what went
    ///   wrong, upon which the schemas stay what they were.
    package func reload(client: String?, for caller: Identity) async throws {
        try caller.requireAdmin(for: "reloading the schemas")
        if let client, registry.library.current.client(client) == nil {
            throw RegistryError(.notFound, "Key not found :: '\(client)'")
        }
        do throws(SchemaSetError) {
            try await registry.library.reload(client)
        } catch {
            throw RegistryError(
                .unavailable, "the schemas could not be reloaded and stay what they were: \(error)", cause: error)
        }
    }
}
