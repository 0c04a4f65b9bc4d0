internal import JSONDocument
package import RegistryCore
internal import SearchIndex

/// A place in a walk over the results of one question, as a value that needs no row: whoever holds it can go on.
///
/// It holds all that the rest of the walk depends on: the question, when the walk began, what scores are reckoned with,
/// and the position. Who may use it is the business of whoever seals it.
package struct SearchCursor: Sendable {
    let walk: Walk
    let position: JSONValue

    init(walk: Walk, position: JSONValue) {
        self.walk = walk
        self.position = position
    }

    /// Reads what ``bytes`` wrote.
    ///
    /// - Throws: `.invalidRequest` for anything else.
    package init(bytes: [UInt8]) throws(RegistryError) {
        let invalid = RegistryError(.invalidRequest, Self.invalid)
        guard let json = try? JSONValue(parsing: bytes), let position = json["position"],
            let request = json["walk"], let walk = try? Walk(json: request), case .search = walk.kind
        else { throw invalid }
        self.init(walk: walk, position: position)
    }

    package var bytes: [UInt8] { JSONValue.object(["walk": walk.json, "position": position]).serialized() }

    /// What a cursor that is none is answered with, whatever is wrong with it.
    package static let invalid = "invalid cursor: begin the walk again with an empty 'cursor'"

    /// Checks that what a client repeats is what the walk is over; what it leaves out is nil.
    ///
    /// - Throws: `.invalidRequest` naming the parameter.
    package func check(
        text: String?, fields: [String]?, sort: [String]?, latestOnly: Bool?
    ) throws(RegistryError) {
        guard case .search(let question) = walk.kind else { return }
        let differing: String? =
            if let text, !text.utf8.elementsEqual(question.text.utf8) {
                "q"
            } else if let fields, fields != question.fields {
                "fields"
            } else if let sort, sort != question.sort {
                "sort"
            } else if let latestOnly, latestOnly != question.latestOnly {
                "latest"
            } else {
                nil
            }
        guard let differing else { return }
        throw RegistryError(
            .invalidRequest,
            "the query parameter '\(differing)' is not what this cursor was made for; leave it out, or begin again with "
                + "an empty 'cursor'")
    }

    /// How the walk has been shown so far.
    package var view: SearchView { walk.view }
    /// The members that are answered.
    package var fields: [String] { walk.fields }
    /// Whether the artifact's id is among them.
    package var showsIDs: Bool { fields.isEmpty || fields.contains { $0 == "_extra.id" || $0 == "_extra" } }
}
