internal import Hummingbird
internal import RegistryCore
internal import RegistryService

/// `/rejects`: the documents that made uploads fail, of all versions that the caller may write.
struct RejectController: Sendable {
    let rejects: RejectService

    var routes: RouteCollection<RegistryContext> { RouteCollection(context: RegistryContext.self).get(use: search) }

    private func search(_ request: Request, context: RegistryContext) async throws -> Response {
        let query = context.target.query
        /// An empty field of a form asks for nothing.
        func text(_ name: String) throws -> String? {
            try query.text(name).flatMap { $0.isEmpty ? nil : $0 }
        }
        let (words, type, keyword) = (try text("q"), try text("type"), try text("keyword"))
        let project = try text("project").map { try ProjectID(parsing: $0) }
        let limit = try query.integer("limit", in: 1...Limits.pageMaximum)
        let listing = try await rejects.search(
            text: words, project: project, type: type, keyword: keyword, after: try text("after"),
            limit: limit ?? Limits.pageDefault, for: context.identity)
        return Response(
            listing: listing, of: "/rejects",
            [
                ("q", words), ("project", project?.description), ("type", type), ("keyword", keyword),
                ("limit", limit.map { String($0) }),
            ])
    }
}
