package import HTTPTypes
package import JSONDocument
package import RegistryCore

extension TestRegistry {
    package func get(
        _ target: String, as user: String? = nil, roles: Set<Role> = [], headers: HTTPFields = [:]
    ) async throws -> TestAnswer {
        try await send(.get, target, as: user, roles: roles, headers: headers)
    }
    package func post(
        _ target: String, as user: String? = nil, roles: Set<Role> = [], body: JSONValue? = nil
    ) async throws -> TestAnswer {
        try await send(.post, target, as: user, roles: roles, body: body?.serialized())
    }
    package func put(
        _ target: String, as user: String? = nil, roles: Set<Role> = [], body: JSONValue? = nil
    ) async throws -> TestAnswer {
        try await send(.put, target, as: user, roles: roles, body: body?.serialized())
    }
    package func delete(
        _ target: String, as user: String? = nil, roles: Set<Role> = []
    ) async throws -> TestAnswer {
        try await send(.delete, target, as: user, roles: roles)
    }
}
