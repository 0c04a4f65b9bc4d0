internal import JSONDocument

/// The patches that may have been meant where one error is, the closest to what is written first.
struct FixCandidates {
    /// What the patch changes: the value that is wrong, or its name.
    private enum Subject { case value, name }

    let error: ValidationError
    let finder: FixFinder

    /// The value that is wrong; nil when nothing is there.
    let value: JSONValue?

    /// The value of the keyword.
    let keyword: JSONValue

    init(_ error: ValidationError, _ finder: FixFinder) {
        self.error = error
        self.finder = finder
        value = error.instance.resolve(in: finder.instance)
        keyword = finder.schema.subschema(at: error.location)?.value ?? .null
    }

    /// The candidates by rank; those of one tier are equally close.
    var tiers: [[JSONPatch]] {
        switch error.keyword {
        case "required", "dependentRequired", "dependencies": missingMemberTiers
        case "additionalProperties", "unevaluatedProperties": unknownMemberTiers
        case "anyOf", "oneOf": alternativeTiers
        case "uniqueItems": duplicateTiers
        default: tiers(error.keyword, keyword)
        }
    }

    /// The candidates for a value that `keyword` refuses by itself.
    private func tiers(_ keyword: String, _ argument: JSONValue) -> [[JSONPatch]] {
        switch keyword {
        case "enum": wordTiers(argument.arrayValue ?? [])
        case "const": wordTiers([argument])
        case "pattern": texts(TextForms.patternTiers)
        case "format": texts { TextForms.formatTiers($0, format: argument.stringValue ?? "") }
        case "maxLength": texts { [[Spelling.trimmed($0)]] }
        case "type": valueTiers(conversions(to: argument))
        default: []
        }
    }

    /// The keywords that a value in another spelling may satisfy.
    static let valueKeywords: Set = ["enum", "const", "pattern", "format", "maxLength", "type"]

    /// The candidates for every alternative, what is close by one as good as what is close by another.
    private var alternativeTiers: [[JSONPatch]] {
        var merged: [[JSONPatch]] = []
        for branch in (keyword.arrayValue ?? []).prefix(50) {
            let branch = DeclaredMembers.resolved(branch, in: finder.schema, from: error.location)
            for (name, argument) in branch.objectValue ?? [:] {
                for (rank, tier) in tiers(name, argument).enumerated() {
                    if merged.count <= rank { merged.append([]) }
                    merged[rank] += tier.filter { !merged[rank].contains($0) }
                }
            }
        }
        return merged
    }

    /// The patches that put one of `values` in the place of what is there.
    func valueTiers(_ values: [[JSONValue]]) -> [[JSONPatch]] {
        guard subject == .value, let value else { return [] }
        return values.map { tier in
            tier.compactMap { new in
                // Equal numbers may be written differently, and draft 04 takes 1.0 for no integer.
                new.description.hasSameBytes(as: value.description)
                    ? nil : JSONPatch([.replace(error.instance, new)])
            }
        }
    }

    /// The patches that put what `forms` makes of the text, or of the name, in its place.
    func texts(_ forms: (String) -> [[String]]) -> [[JSONPatch]] {
        switch subject {
        case .value:
            guard case .string(let text) = value else { return [] }
            return valueTiers(forms(text).map { $0.map { .string($0) } })
        case .name:
            guard let name = error.instance.tokens.last else { return [] }
            return forms(name).map { $0.compactMap(renaming) }
        }
    }

    /// The candidates for a word that is none of `allowed`.
    private func wordTiers(_ allowed: [JSONValue]) -> [[JSONPatch]] {
        switch subject {
        case .value: valueTiers(value.map { Spelling.intended(by: $0, among: allowed) } ?? [])
        case .name:
            texts { name in
                let (same, slip) = Spelling.intended(by: name, among: allowed.lazy.compactMap(\.stringValue))
                return [same, slip.map { [$0] } ?? []]
            }
        }
    }

    /// The removal of each element that is there before; nothing is lost.
    private var duplicateTiers: [[JSONPatch]] {
        guard case .array(let elements) = value else { return [] }
        var seen: Set<JSONValue> = []
        let later = elements.indices.filter { !seen.insert(elements[$0]).inserted }
        if later.count > 1000 { return [] }
        return [[JSONPatch(later.reversed().map { .remove(error.instance.appending($0)) })]]
    }

    private var subject: Subject {
        error.schema.tokens.dropLast().contains { $0.hasSameBytes(as: "propertyNames") } ? .name : .value
    }

    private func renaming(to name: String) -> JSONPatch? {
        renaming(error.instance, to: name)
    }

    /// The patch that gives the member at `place` another name; nil when one of that name is there.
    func renaming(_ place: JSONPointer, to name: String) -> JSONPatch? {
        let target = JSONPointer(place.tokens.dropLast()).appending(name)
        return target.resolve(in: finder.instance) == nil ? JSONPatch([.move(from: place, to: target)]) : nil
    }
}
