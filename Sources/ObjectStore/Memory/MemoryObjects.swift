internal import NIOCore
internal import RegistryCore

/// The values of a `MemoryObjectStore` and their keys in order.
struct MemoryObjects {
    struct Value: Sendable {
        let object: StoredObject
        let content: ByteBuffer
    }
    private var values: [ObjectKey: Value] = [:]
    private var keys: [ObjectKey] = []
    private var writes: UInt64 = 0

    subscript(key: ObjectKey) -> Value? { values[key] }

    mutating func write(_ content: ByteBuffer, at key: ObjectKey) throws(ObjectStoreError) -> StoredObject {
        writes += 1
        let object = StoredObject(
            key: key, size: Int64(content.readableBytes), tag: ObjectTag(String(writes, radix: 16)),
            modified: .current())
        try set(Value(object: object, content: content), at: key)
        return object
    }

    mutating func copy(
        _ key: ObjectKey, matching tag: ObjectTag, to target: ObjectKey
    ) throws(ObjectStoreError) {
        if values[target]?.object.tag == tag { return }
        guard let value = values[key] else { throw .notFound(key) }
        let object = value.object
        guard object.tag == tag else { throw .changed(key) }
        let copied = StoredObject(key: target, size: object.size, tag: tag, modified: object.modified)
        try set(Value(object: copied, content: value.content), at: target)
    }

    mutating func remove(_ key: ObjectKey) {
        guard values.removeValue(forKey: key) != nil else { return }
        keys.remove(at: position { $0 < key })
    }

    func list(prefix: String, after: ObjectKey?, limit: Int) -> [StoredObject] {
        let start = position { key in
            if let after, key <= after { return true }
            return key.description.utf8.lexicographicallyPrecedes(prefix.utf8)
        }
        return keys[start...].lazy
            .prefix { $0.description.utf8.starts(with: prefix.utf8) }
            .prefix(max(0, limit))
            .compactMap { values[$0]?.object }
    }

    private mutating func set(_ value: Value, at key: ObjectKey) throws(ObjectStoreError) {
        if values[key] == nil {
            if let rule = brokenFolderRule(key) { throw .invalidKey(key.description, rule: rule) }
            keys.insert(key, at: position { $0 < key })
        }
        values[key] = value
    }

    /// Refuses what files refuse, so that the application does not learn of it later.
    private func brokenFolderRule(_ key: ObjectKey) -> String? {
        let folder = key.description + "/"
        let below = position { $0.description.utf8.lexicographicallyPrecedes(folder.utf8) }
        if below < keys.count, keys[below].description.utf8.starts(with: folder.utf8) { return FolderRule.isFolder }
        var text = Substring(key.description).utf8
        while let slash = text.lastIndex(of: UInt8(ascii: "/")) {
            text = text[..<slash]
            let start = position { $0.description.utf8.lexicographicallyPrecedes(text) }
            if start < keys.count, keys[start].description.utf8.elementsEqual(text) { return FolderRule.isBelowObject }
        }
        return nil
    }

    /// The first position at which `isBefore` is false.
    private func position(where isBefore: (ObjectKey) -> Bool) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(keys[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
