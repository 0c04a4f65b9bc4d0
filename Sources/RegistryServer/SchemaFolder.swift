internal import Foundation
internal import RegistrySchemas

/// Finds the folder of schemas: the one that is set, `./schemas`, the installed one, or that of the source tree.
enum SchemaFolder {
    static func load(_ setting: String?) throws -> SchemaSet {
        if let setting { return try load(at: setting) }
        guard let folder = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw StartError("no folder of schemas found; name one by VITRINE_SCHEMAS")
        }
        return try load(at: folder)
    }

    private static func load(at folder: String) throws -> SchemaSet {
        do {
            return try SchemaSet(folder: folder)
        } catch let error as SchemaSetError {
            throw StartError(error.description)
        }
    }

    private static var candidates: [String] {
        let binary = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
        let installed = binary.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("share/vitrine/schemas").path
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("schemas").path
        return ["schemas", installed, source]
    }
}
