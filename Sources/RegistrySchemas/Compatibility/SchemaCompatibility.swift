internal import JSONDocument
package import JSONSchema

/// What changed between two versions of a schema, for the documents that were written for either.
///
/// A verdict never promises more than was shown: where the rules of `docs/schema-compatibility.md` do not reach, the
/// answer is the worse one, and the reason says that it cannot be shown.
package struct SchemaCompatibility: Sendable {
    package enum Verdict: String, Sendable, CaseIterable {
        /// Both schemas accept the same documents.
        case full = "fully compatible"
        /// All documents that are valid under the old schema are valid under the new one.
        case backward = "backward compatible"
        /// All documents that are valid under the new schema are valid under the old one.
        case forward = "forward compatible"
        case none = "incompatible"
    }

    /// What a difference does to the set of valid documents.
    package enum Effect: String, Sendable {
        /// The new schema refuses what the old one accepts.
        case narrows
        /// The new schema accepts what the old one refuses.
        case widens
    }

    package struct Difference: Sendable, Hashable {
        package let effect: Effect
        package let old: SchemaPlace
        package let new: SchemaPlace
        /// What is so now and what was so before.
        package let reason: String
        /// Whether it is only that the opposite cannot be shown.
        package let isUncertain: Bool
    }

    package let isBackward: Bool
    package let isForward: Bool
    /// Why not, in the order of the schemas; empty when fully compatible.
    package let differences: [Difference]
    /// What changed without a meaning for validation.
    package let notes: [String]

    package var verdict: Verdict {
        switch (isBackward, isForward) {
        case (true, true): .full
        case (true, false): .backward
        case (false, true): .forward
        case (false, false): .none
        }
    }

    /// Compares two schemas.
    ///
    /// - Throws: what makes one of them no schema.
    package init(from old: ComparedSchema, to new: ComparedSchema) throws(SchemaError) {
        let drafts = [try old.compiled().draft, try new.compiled().draft]
        notes = AnnotationNotes.list(old, new, drafts)
        guard old.document != new.document || old.resolving != new.resolving || drafts[0] != drafts[1] else {
            (isBackward, isForward, differences) = (true, true, [])
            return
        }
        var graph = SchemaGraph()
        let roots = (graph.add(old, .old, draft: drafts[0]), graph.add(new, .new, draft: drafts[1]))
        if let dialect = graph.documents.compactMap(\.dialect).first {
            let places = [graph[roots.0].place, graph[roots.1].place]
            differences = [.narrows, .widens].map { effect in
                Difference(
                    effect: effect, old: places[0], new: places[1],
                    reason: "cannot be shown: the metaschema '\(dialect)' may give keywords a meaning of its own",
                    isUncertain: true)
            }
            (isBackward, isForward) = (false, false)
            return
        }
        let judge = ValueJudge([old, new], graph.documents)
        var backward = DifferenceFinder(Subsumption(graph, judge), .narrows)
        isBackward = backward.search(from: roots.0, to: roots.1)
        var forward = DifferenceFinder(Subsumption(graph, judge), .widens)
        isForward = forward.search(from: roots.1, to: roots.0)
        differences = backward.differences + forward.differences
    }
}
