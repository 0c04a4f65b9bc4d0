package import RegistryQuery

/// Clauses that a document has to meet, each with what it is about.
///
/// Where two or more of them are about one nested field, one and the same object there has to meet them
/// (`docs/search.md`, "Arrays of objects").
package struct Conjunction<Clause> {
    package private(set) var clauses: [(clause: Clause, subject: ClauseSubject?)]

    package init(_ clauses: [(clause: Clause, subject: ClauseSubject?)]) { self.clauses = clauses }

    /// The clauses divided by the first of some nested fields that two or more of them are about.
    package struct Split {
        package let field: FieldPath
        /// The fields behind it.
        package let rest: ArraySlice<FieldPath>
        /// At least two.
        package let inside: Conjunction
        package let outside: Conjunction
    }

    /// - Parameter fields: nested ones by their bytes, so that one that lies in another comes after it.
    /// - Returns: nil when each clause can be asked by itself.
    package func split(by fields: ArraySlice<FieldPath>) -> Split? {
        guard clauses.count > 1 else { return nil }
        for (index, field) in zip(fields.indices, fields) {
            let isInside = clauses.map { $0.subject?.isBelow(field) ?? false }
            guard isInside.count(where: \.self) > 1 else { continue }
            func part(_ side: Bool) -> Conjunction {
                Conjunction(zip(clauses, isInside).filter { $0.1 == side }.map(\.0))
            }
            return Split(field: field, rest: fields[(index + 1)...], inside: part(true), outside: part(false))
        }
        return nil
    }
}

extension Conjunction: Sendable where Clause: Sendable {}
