internal import Hummingbird
internal import RegistryCore
internal import RegistryService
internal import SearchIndex

/// `/aggregate` (`spec/rest-api.md` 1.9), and beyond it `/facets` and `/suggest`.
struct FacetController: Sendable {
    private static let usualSize = 10

    let facets: FacetService

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .get("aggregate", use: aggregate)
            .get("facets", use: count)
            .post("facets", use: countAsAsked)
            .get("suggest/fields", use: suggestFields)
            .get("suggest/values", use: suggestValues)
    }

    private func aggregate(_ request: Request, context: RegistryContext) async throws -> Response {
        let query = context.target.query
        let text = try query.required("q")
        let field = try query.field("agg_field")
        let type = try query.text("agg_type") ?? FacetService.Aggregation.terms.rawValue
        guard let aggregation = FacetService.Aggregation(rawValue: type) else {
            throw RegistryError.invalidQuery(parameter: "agg_type", "is 'terms' or 'max'")
        }
        let size = try query.integer("agg_size", in: 1...Limits.pageMaximum) ?? Limits.pageDefault
        return Response(
            json: try await facets.aggregate(text, field: field, by: aggregation, size: size, for: context.identity))
    }

    /// Values of several fields: `?facets=organism,assay&size=10`.
    private func count(_ request: Request, context: RegistryContext) async throws -> Response {
        let query = context.target.query
        let fields = try query.list("facets")
        guard !fields.isEmpty else {
            throw RegistryError.invalidQuery(parameter: "facets", "is required: names of fields, separated by commas")
        }
        let size = try query.integer("size", in: 1...Limits.pageMaximum) ?? Self.usualSize
        let question = FacetsQuestion(
            try query.text("q") ?? "*", latestOnly: try query.flag("latest"),
            items: fields.map { .init(name: $0, field: $0, kind: .terms(size: size, matching: nil)) })
        return Response(json: try await facets.facets(question, for: context.identity))
    }

    private func countAsAsked(_ request: Request, context: RegistryContext) async throws -> Response {
        guard let body = try await request.jsonObject(upTo: Limits.smallBodyBytes) else {
            throw RegistryError.invalidBody(at: [], "the body is empty; it is an object with 'q' and 'facets'")
        }
        return Response(json: try await facets.facets(try FacetsQuestion(body: body), for: context.identity))
    }

    private func suggestFields(_ request: Request, context: RegistryContext) async throws -> Response {
        let query = context.target.query
        return Response(
            json: try await facets.fields(
                beginningWith: try query.text("prefix") ?? "", size: try size(query), for: context.identity))
    }

    private func suggestValues(_ request: Request, context: RegistryContext) async throws -> Response {
        let query = context.target.query
        return Response(
            json: try await facets.values(
                of: try query.field("field"), like: try query.text("prefix") ?? "", within: try query.text("q"),
                size: try size(query), for: context.identity))
    }

    private func size(_ query: QueryParameters) throws(RegistryError) -> Int {
        try query.integer("size", in: 1...Limits.pageMaximum) ?? Self.usualSize
    }
}

extension QueryParameters {
    /// - Throws: 422 when it is missing.
    fileprivate func required(_ name: String) throws(RegistryError) -> String {
        guard let text = try text(name) else { throw .invalidQuery(parameter: name, "is required") }
        return text
    }
    /// - Throws: 422 when it is missing, and for what no field is called.
    fileprivate func field(_ name: String) throws(RegistryError) -> String {
        let text = try required(name)
        let limit = FacetsQuestion.Maximum.textBytes
        guard (1...limit).contains(text.utf8.count) else {
            throw .invalidQuery(parameter: name, "names a field by 1 to \(limit) bytes")
        }
        return text
    }
}
