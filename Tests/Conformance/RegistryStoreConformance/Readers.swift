internal import Catalog
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension StoreFixture {
    /// Callers of every sort, by the name that the kit gives them.
    static let callers: [String: Identity] = [
        "admin": admin, "anna": anna, "ben": ben, "carl": Identity(user: "carl"), "anonymous": .anonymous,
    ]

    /// Expects every question about a served version to be answered for these callers, and for no others.
    func expectReadable(
        _ version: VersionKey, path: String, by readers: Set<String>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let artifact = try artifact(path, of: version)
        for (name, caller) in Self.callers {
            let answers = [
                "document": try await store.index.document(artifact, readableBy: caller) != nil,
                "file": try await store.catalog.file(artifact, readableBy: caller) != nil,
                "search": try await found(.everything, by: caller, artifact),
                "search of the project": try await found(.project(version.project), by: caller, artifact),
                "search of the version": try await found(.version(version), by: caller, artifact),
                "versions": try await store.catalog.versions(of: version.project, readableBy: caller)
                    .contains { $0.version == version.version },
                "projects": try await store.catalog.projects(readableBy: caller, after: nil, limit: 500).projects
                    .contains {
                        $0.project == version.project && $0.versions.contains { $0.version == version.version }
                    },
            ]
            for (question, answer) in answers {
                #expect(
                    answer == readers.contains(name), "\(question) for \(name)", sourceLocation: sourceLocation)
            }
        }
        let facts = try await store.catalog.facts(of: version.project, version: version.version)
        for (name, caller) in Self.callers where !caller.isAdmin {
            #expect(
                facts.policy?.policy.grants(.read, to: caller) ?? false == readers.contains(name),
                "facts for \(name)", sourceLocation: sourceLocation)
        }
    }
    /// Expects nobody to be shown an artifact, admins included, and its version to be listed only for other documents.
    func expectNowhere(
        _ version: VersionKey, path: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let artifact = try artifact(path, of: version)
        for (name, caller) in Self.callers {
            let documents = try await store.index.search(
                SearchRequest(extent: .version(version), limit: 500), readableBy: caller
            ).documents
            let answers = [
                "document": try await store.index.document(artifact, readableBy: caller) != nil,
                "file": try await store.catalog.file(artifact, readableBy: caller) != nil,
                "search": try await found(.everything, by: caller, artifact),
                "search of the project": try await found(.project(version.project), by: caller, artifact),
                "search of the version": documents.contains { $0.id == artifact },
                "versions": try await store.catalog.versions(of: version.project, readableBy: caller)
                    .contains { $0.version == version.version && documents.isEmpty },
            ]
            for (question, answer) in answers {
                #expect(!answer, "\(question) for \(name)", sourceLocation: sourceLocation)
            }
        }
    }
    /// Expects an admin to see the one document of the store with this policy.
    func expectShown(
        _ artifact: ArtifactID, under policy: AccessPolicy?, of scope: PolicyScope?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let one = try await store.index.document(artifact, readableBy: Self.admin)
        let found = try await store.index.search(.init(), readableBy: Self.admin).documents
        #expect(found == [one].compactMap { $0 }, sourceLocation: sourceLocation)
        #expect(found.count == 1, sourceLocation: sourceLocation)
        #expect(one?.policy == policy, sourceLocation: sourceLocation)
        #expect(one?.scope == scope, sourceLocation: sourceLocation)
    }
    private func found(
        _ extent: SearchRequest.Extent, by caller: Identity, _ artifact: ArtifactID
    ) async throws -> Bool {
        let page = try await store.index.search(SearchRequest(extent: extent, limit: 500), readableBy: caller)
        #expect(page.total == page.documents.count)
        return page.documents.contains { $0.id == artifact }
    }
}
