internal import JSONDocument

extension FixCandidates {
    /// A member under a slip of the missing name, else the one value that the schema has for it.
    var missingMemberTiers: [[JSONPatch]] {
        guard case .object(let object) = value, let names = keyword.arrayValue?.compactMap(\.stringValue) else {
            return []
        }
        let absent = names.filter { object[$0] == nil }
        let declared = DeclaredMembers(around: error, in: finder.schema, requiring: names)
        let others = object.keys.prefix(1000).filter { !declared.contains($0) }
        var renamed: [JSONPatch] = []
        var added: [JSONPatch] = []
        for name in missing(absent, in: object) {
            let slips = others.filter { key in
                let isRefused = isRefused(error.instance.appending(key))
                let meant = Spelling.intended(name: key, among: declared.names, isLikely: isRefused)
                return meant?.hasSameBytes(as: name) == true
            }
            if slips.count < 5 {
                renamed += slips.filter { !isUsed($0) }.compactMap { renaming(error.instance.appending($0), to: name) }
            }
            var values = declared.constants(of: name)
            // Under a name that is near, the document may have another value than the one by default.
            if values.isEmpty, Suggestion.nearest(to: name, in: others) == nil { values = declared.defaults(of: name) }
            added += values.prefix(5).map { JSONPatch([.add(error.instance.appending(name), $0)]) }
        }
        return [renamed, added]
    }

    /// The name that was meant, when nothing is there under it.
    var unknownMemberTiers: [[JSONPatch]] {
        guard let name = error.instance.tokens.last else { return [] }
        let declared = DeclaredMembers(around: error, in: finder.schema, requiring: [])
        var meant = Spelling.intended(name: name, among: declared.names)
        if meant == nil, let likely = Spelling.intended(name: name, among: declared.names, isLikely: true) {
            meant = declared.requires(likely) ? likely : nil
        }
        return [meant.flatMap { renaming(error.instance, to: $0) }.map { [$0] } ?? []]
    }

    /// The name that this error is about when it can be told by counting; else all that are absent.
    private func missing(_ absent: [String], in object: JSONObject) -> [String] {
        let alike = finder.errors.filter { $0.schema == error.schema && $0.instance == error.instance }
        guard alike.count == absent.count, let position = alike.firstIndex(of: error) else { return absent }
        return [absent[position]]
    }

    /// Whether some schema that is not seen from here has a say about the member `key`: whether another value there
    /// would be an error that this one is not.
    private func isUsed(_ key: String) -> Bool {
        let place = error.instance.appending(key)
        if isRefused(place) { return false }
        let present = Set(finder.errors.filter { $0.instance.begins(with: place.tokens) }.map(\.schema))
        let probes: [JSONValue] = [nil, false, -0.5, "\u{1}", [[]], ["\u{1}": []]]
        return probes.contains { probe in
            guard let changed = try? JSONPatch([.replace(place, probe)]).applied(to: finder.instance) else {
                return true
            }
            return finder.schema.validate(changed).contains {
                $0.instance.begins(with: place.tokens) && !present.contains($0.schema)
            }
        }
    }

    /// Whether the member at `place` is an error by its name.
    private func isRefused(_ place: JSONPointer) -> Bool {
        finder.errors.contains { $0.instance == place && Self.refusesNames.contains($0.keyword) }
    }

    private static let refusesNames: Set = ["additionalProperties", "unevaluatedProperties"]
}
