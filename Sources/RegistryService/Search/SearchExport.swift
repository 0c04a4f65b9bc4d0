package import JSONDocument
package import RegistryCore
internal import SearchIndex

/// All matches of a question, page by page: each page is asked for anew, with what the caller may read at that moment.
///
/// It is a walk by cursor: it shows nothing newer than its beginning.
package struct SearchExport: Sendable {
    /// Documents of one page.
    package static let pageSize = 500

    package struct Part: Sendable {
        package let documents: [JSONValue]
        /// Where an export that is broken off here goes on; nil on the last page.
        package let cursor: SearchCursor?
    }
    private enum State {
        case start(SearchQuestion)
        case between(SearchCursor)
        case end
    }
    private let searches: SearchService
    private let caller: Identity
    private var state: State
    /// Documents that still may come.
    private var room: Int

    /// - Parameter limit: documents in all; nil for every match.
    package init(_ question: SearchQuestion, limit: Int?, by searches: SearchService, for caller: Identity) {
        self.init(.start(question), limit, searches, caller)
    }
    /// Goes on at a cursor.
    package init(after cursor: SearchCursor, limit: Int?, by searches: SearchService, for caller: Identity) {
        self.init(.between(cursor), limit, searches, caller)
    }
    private init(_ state: State, _ limit: Int?, _ searches: SearchService, _ caller: Identity) {
        self.state = state
        self.searches = searches
        self.caller = caller
        room = max(limit ?? .max, 0)
    }

    /// The next page; nil after the last.
    package mutating func next() async throws -> Part? {
        let view = SearchView(size: min(room, Self.pageSize))
        let page: ResultPage
        switch state {
        case .end: return nil
        case .start(let question):
            page = try await searches.search(question, view: view, paging: .cursor, for: caller)
        case .between(let cursor):
            if room == 0 {
                state = .end
                return nil
            }
            page = try await searches.next(cursor, view: view, for: caller)
        }
        room -= page.results.count
        state = page.cursor.map { .between($0) } ?? .end
        return Part(documents: page.results, cursor: page.cursor)
    }
}
