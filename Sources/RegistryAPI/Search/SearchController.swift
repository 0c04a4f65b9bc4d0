internal import HTTPTypes
internal import Hummingbird
internal import RegistryCore
internal import RegistryService

/// `/search` and `/scroll/{id}` (`spec/rest-api.md` 1.9); cursors, counts and the forms besides JSON are beyond it.
struct SearchController: Sendable {
    let searches: SearchService
    let cursors: SearchCursors
    let streams: SearchStreams

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .get("search", use: search)
            .get("scroll/:scroll", use: next)
    }

    private func search(_ request: Request, context: RegistryContext) async throws -> Response {
        let parameters = try SearchParameters(context.target.query, accept: request.headers[.accept])
        var cursor: SearchCursor?
        if let text = parameters.cursor, !text.isEmpty {
            let opened = try cursors.cursor(text, for: context.identity)
            try parameters.check(opened)
            cursor = opened
        }
        guard parameters.form == .json else {
            return try await export(parameters, after: cursor, context)
        }
        let page: ResultPage
        if let cursor {
            page = try await searches.next(
                cursor, view: parameters.view(after: cursor.view), for: context.identity)
        } else {
            page = try await searches.search(
                try parameters.question(), view: parameters.view(),
                paging: parameters.cursor == nil ? .scroll : .cursor,
                for: context.identity)
        }
        let following = try page.cursor.map { cursor throws(RegistryError) in
            try cursors.text(of: cursor, for: context.identity)
        }
        return Response(page: page, cursor: following)
    }

    /// Everything that matches, as a stream; `size` is then how many documents come at most.
    private func export(
        _ parameters: SearchParameters, after cursor: SearchCursor?, _ context: RegistryContext
    ) async throws -> Response {
        let writer: ExportWriter
        let export: SearchExport
        if let cursor {
            writer = try ExportWriter(parameters, fields: cursor.fields)
            guard parameters.form != .ids || cursor.showsIDs else {
                throw RegistryError(
                    .invalidQuery, "this cursor was made for 'fields' without '_extra.id'; 'format=ids' needs that")
            }
            export = SearchExport(after: cursor, limit: parameters.size, by: searches, for: context.identity)
        } else {
            var question = try parameters.question()
            writer = try ExportWriter(parameters, fields: question.fields)
            question.fields = writer.fields
            export = SearchExport(question, limit: parameters.size, by: searches, for: context.identity)
        }
        return try await streams.respond(export, as: writer, cursors: cursors, to: context.identity)
    }

    private func next(_ request: Request, context: RegistryContext) async throws -> Response {
        guard let scroll = try context.require("scroll", { RandomID($0) }) else {
            throw RegistryError(.malformedIdentifier, "invalid scroll_id")
        }
        return Response(page: try await searches.next(scroll, for: context.identity))
    }
}
