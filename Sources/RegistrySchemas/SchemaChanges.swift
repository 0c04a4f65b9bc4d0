/// What is different in a set of schemas from the one before; each in ascending order.
package struct SchemaChanges: Sendable, Hashable {
    package var added: [SchemaName]
    package var removed: [SchemaName]
    /// Released versions that say something else now: documents were checked by what they said before.
    package var changed: [SchemaName]

    package init(added: [SchemaName] = [], removed: [SchemaName] = [], changed: [SchemaName] = []) {
        self.added = added
        self.removed = removed
        self.changed = changed
    }

    package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
}

extension SchemaSet {
    package func changes(since former: SchemaSet) -> SchemaChanges {
        var changes = SchemaChanges()
        for name in names {
            guard let old = former[name] else {
                changes.added.append(name)
                continue
            }
            if old.answer != self[name]?.answer { changes.changed.append(name) }
        }
        changes.removed = former.names.filter { self[$0] == nil }
        return changes
    }
}
