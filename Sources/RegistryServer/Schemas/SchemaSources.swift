internal import Foundation
package import Logging
package import RegistrySchemas

/// Makes the library of schemas that `VITRINE_SCHEMAS` asks for.
package struct SchemaSources: Sendable {
    private let settings: [SchemaSetting]
    /// The data directory: fetched states are mirrored below `schemas` in it.
    private let data: String
    private let logger: Logger

    package init(settings: [SchemaSetting], data: String, logger: Logger) {
        self.settings = settings
        self.data = data
        self.logger = logger
    }

    /// - Throws: ``StartError`` naming the source of which there is nothing to begin with, and why.
    package func load() async throws(StartError) -> SchemaLibrary {
        var sources = settings.map { SchemaLibrary.Source(alias: $0.alias, source: source(of: $0)) }
        if sources.isEmpty {
            guard let folder = Self.candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
                throw StartError("no folder of schemas found; name one by VITRINE_SCHEMAS")
            }
            sources = [SchemaLibrary.Source(alias: "v1", source: FolderSource(path: folder))]
        }
        do throws(SchemaSetError) {
            return try await SchemaLibrary.load(sources) { [logger] in Self.log($0, logger) }
        } catch {
            throw StartError("VITRINE_SCHEMAS: \(error)")
        }
    }

    private func source(of setting: SchemaSetting) -> any SchemaSource {
        let lifetime = setting.timeToLive
        let mirror = "\(data)/schemas/\(setting.alias)"
        switch setting.location {
        case .folder(let path): return FolderSource(path: path, timeToLive: lifetime)
        case .git(let url, let ref):
            return MirroredSource(
                address: SchemaAddress(
                    kind: .git, uri: Self.shown(url), folder: setting.folder, timeToLive: lifetime),
                origin: GitOrigin(url: url, ref: ref, folder: setting.folder), folder: mirror)
        case .bundle(let url):
            return MirroredSource(
                address: SchemaAddress(
                    kind: .http, uri: Self.shown(url), folder: setting.folder, timeToLive: lifetime),
                origin: BundleOrigin(url: url, folder: setting.folder), folder: mirror)
        }
    }

    /// Everybody may see it: without the query, where tokens are, and without the folders of this machine.
    private static func shown(_ url: String) -> String {
        let plain = String(url.prefix { $0 != "?" })
        guard plain.hasPrefix("file://") else { return plain }
        return "file:" + (plain.split(separator: "/").last.map(String.init) ?? "")
    }

    private static func log(_ notice: SchemaNotice, _ logger: Logger) {
        switch notice {
        case .loaded(let client, let revision, let changes):
            logger.notice(
                "schemas were loaded",
                metadata: [
                    "client": "\(client)", "revision": "\(revision)", "added": "\(changes.added.count)",
                    "removed": "\(changes.removed.count)", "changed": "\(changes.changed.count)",
                ])
            for name in changes.changed {
                logger.warning(
                    "a released schema says something else than the documents were checked by",
                    metadata: ["client": "\(client)", "schema": "\(name)"])
            }
            for name in changes.removed {
                logger.warning(
                    "a released schema is gone", metadata: ["client": "\(client)", "schema": "\(name)"])
            }
        case .failed(let client, let reason):
            logger.warning(
                "schemas could not be loaded; the former ones stay in use",
                metadata: ["client": "\(client)", "error": "\(reason)"])
        case .recovered(let client):
            logger.notice("a source of schemas answers again", metadata: ["client": "\(client)"])
        }
    }

    /// `./schemas`, the installed ones, those of the source tree.
    private static var candidates: [String] {
        let binary = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
        let installed = binary.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("share/vitrine/schemas").path
        let source = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
            .appendingPathComponent("schemas").path
        return ["schemas", installed, source]
    }
}
