package import Catalog
package import JSONDocument
internal import RegistryCore

extension KeptPermissions {
    /// As the `permissions` column keeps them; absent members are fields that the completion left alone.
    package var json: JSONValue {
        var object: JSONObject = ["overwrite": .bool(overwrite)]
        object["scope"] = patch.scope.map { .string($0.rawValue) }
        object["owners"] = patch.owners.map(JSONValue.init(texts:))
        object["viewers"] = patch.viewers.map(JSONValue.init(texts:))
        object["read_access"] = patch.readAccess.map { .string($0.rawValue) }
        object["write_access"] = patch.writeAccess.map { .string($0.rawValue) }
        object["completed_by"] = completedBy.map { .string($0) }
        if !groups.isEmpty { object["groups"] = JSONValue(texts: groups) }
        if isCurator { object["curator"] = true }
        return .object(object)
    }

    package init(stored json: JSONValue) throws {
        func word<Word: RawRepresentable<String>>(_ name: String) throws -> Word? {
            guard let value = json[name] else { return nil }
            guard let word = value.stringValue.flatMap(Word.init(rawValue:)) else {
                throw DamagedRow("permissions", value.stored)
            }
            return word
        }
        func names(_ name: String) throws -> [String]? {
            guard let value = json[name] else { return nil }
            guard let names = value.texts() else { throw DamagedRow("permissions", value.stored) }
            return names
        }
        self.init(
            patch: AccessPolicyPatch(
                scope: try word("scope"), owners: try names("owners"), viewers: try names("viewers"),
                readAccess: try word("read_access"), writeAccess: try word("write_access")),
            overwrite: json["overwrite"]?.boolValue ?? false, completedBy: json["completed_by"]?.stringValue,
            groups: try names("groups") ?? [], isCurator: json["curator"]?.boolValue ?? false)
    }
}
