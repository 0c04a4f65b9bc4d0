package import RegistryQuery

/// What a clause of a conjunction is about: the bytes that the names of all its fields begin with.
///
/// A clause can be about a nested field, and be asked of one object there, when each of its leaves names a field and
/// nothing in it is excluded.
package struct ClauseSubject: Sendable {
    private var prefix: [UInt8]

    /// Nil for a clause that is about no field alone.
    package init?(_ clause: QueryNode) {
        switch clause {
        case .everything: return nil
        case .exists(let field): self.init(field)
        case .boost(let node, _): self.init(node)
        case .boolean(let members): self.init(members)
        case .term(let field, _), .phrase(let field, _, _), .wildcard(let field, _), .range(let field, _),
            .fuzzy(let field, _, _), .regex(let field, _):
            guard let field else { return nil }
            self.init(field)
        }
    }
    private init(_ field: FieldPath) { prefix = Array(field.description.utf8) }
    private init?(_ members: [QueryNode.Clause]) {
        var common: ClauseSubject?
        for member in members {
            guard member.occur != .mustNot, let subject = ClauseSubject(member.node) else { return nil }
            guard let known = common else {
                common = subject
                continue
            }
            let count = zip(known.prefix, subject.prefix).prefix { $0 == $1 }.count
            common?.prefix.removeSubrange(count...)
        }
        guard let common else { return nil }
        self = common
    }

    /// Whether all fields of the clause lie below `field`.
    package func isBelow(_ field: FieldPath) -> Bool {
        let name = field.description.utf8
        return prefix.count > name.count && prefix[name.count] == UInt8(ascii: ".") && prefix.starts(with: name)
    }
}
