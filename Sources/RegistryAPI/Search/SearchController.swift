internal import Hummingbird
internal import RegistryCore
internal import RegistryService

/// `/search` and `/scroll/{id}` (`spec/rest-api.md` 1.9).
struct SearchController: Sendable {
    let searches: SearchService

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .get("search", use: search)
            .get("scroll/:scroll", use: next)
    }

    private func search(_ request: Request, context: RegistryContext) async throws -> Response {
        let query = context.target.query
        guard let text = try query.text("q") else { throw RegistryError.invalidQuery(parameter: "q", "is required") }
        if try !query.list("sort").isEmpty {
            throw RegistryError(.invalidQuery, "sort error: sorting results is not supported yet")
        }
        return Response(
            page: try await searches.search(
                text, fields: try query.list("fields"), latestOnly: try query.flag("latest"), size: try size(query),
                for: context.identity))
    }

    /// Unlike elsewhere, too large a size is not refused but clamped.
    private func size(_ query: QueryParameters) throws(RegistryError) -> Int {
        guard let text = try query.text("size") else { return Limits.pageDefault }
        guard let size = Int(text), size >= 1 else {
            throw RegistryError(
                .invalidQuery, "the query parameter 'size' is a whole number from 1 to \(Limits.pageMaximum)")
        }
        return min(size, Limits.pageMaximum)
    }

    private func next(_ request: Request, context: RegistryContext) async throws -> Response {
        guard let scroll = try context.require("scroll", { RandomID($0) }) else {
            throw RegistryError(.malformedIdentifier, "invalid scroll_id")
        }
        return Response(page: try await searches.next(scroll, for: context.identity))
    }
}
