internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import ObjectStore
internal import RegistryCore
internal import RegistryService

/// `/objects/{key}`: bytes by signed URLs; who has one needs nothing else.
struct ObjectController: Sendable {
    /// Openings of an object whose value is replaced between the look at it and its reading.
    private static let openings = 3

    let objects: ServedObjects
    let uploads: UploadService
    let ambient: Ambient

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .get("**", use: get)
            .put("**", use: put)
    }

    /// Writes the body, as long and with the digest as the URL, and a `Content-MD5` header, have them.
    private func put(_ request: Request, context: RegistryContext) async throws -> Response {
        let grant = try verified("PUT", context)
        // A URL lives longer than its upload may: what is sealed, aborted or lapsed is written no more.
        let isWanted: @Sendable () async throws -> Bool = { try await uploads.isReceiving(grant.key) }
        guard try await isWanted() else { throw StagedBody<RequestBody>.refusal }
        let length = request.headers[.contentLength].flatMap { Int64($0) }
        if let length, let limit = grant.limit, length > limit {
            throw RegistryError(.tooLarge, "the body is longer than the \(limit) bytes that this URL allows")
        }
        let expectation = ObjectExpectation(
            maximum: grant.limit, length: length, md5: try digest(request, grant.md5))
        let body = StagedBody(request.body, isWanted: isWanted)
        let object = try await objects.store.put(.streaming(body), at: grant.key, expecting: expectation)
        return Response(status: .ok, headers: [.eTag: entityTag(of: object)])
    }

    private func digest(_ request: Request, _ granted: MD5Digest?) throws(RegistryError) -> MD5Digest? {
        guard let header = request.headers[.contentMD5] else { return granted }
        guard let sent = MD5Digest(base64: header) else {
            throw RegistryError(
                .invalidRequest, "InvalidDigest: 'Content-MD5' is not the base64 text of an MD5 digest")
        }
        guard let granted, granted != sent else { return sent }
        throw RegistryError(
            .invalidRequest, "BadDigest: the MD5 in 'Content-MD5' is not the one that was declared for this upload")
    }

    /// Reads the object or a stretch of it; the store is asked for the next chunk when the last one has been sent.
    private func get(_ request: Request, context: RegistryContext) async throws -> Response {
        let grant = try verified(context.isHead ? "HEAD" : "GET", context)
        for _ in 0..<Self.openings {
            let object = try await objects.store.head(grant.key)
            let headers = headers(of: object, grant)
            if matches(request.headers[.ifNoneMatch], object) {
                var response = Response(status: .notModified, headers: headers)
                // That of the file, if any, not of the empty body.
                response.headers[.contentLength] = nil
                return response
            }
            let range = ByteRange.parse(header: rangeHeader(of: request, object), size: object.size)
            if case .unsatisfiable = range {
                throw RouteError(
                    error: RegistryError(
                        .unsatisfiableRange, "the range begins past the \(object.size) bytes of this file"),
                    headers: [.contentRange: "bytes */\(object.size)"])
            }
            if context.isHead { return whole(object, headers, ResponseBody()) }
            let wanted: ByteRange? = if case .range(let range) = range { range } else { nil }
            do throws(ObjectStoreError) {
                let body = try await objects.store.get(grant.key, range: wanted)
                guard body.object.tag == object.tag else { continue }
                return wanted == nil ? whole(object, headers, stream(body)) : part(body, headers)
            } catch {
                guard case .unsatisfiableRange = error else { throw error }
            }
        }
        throw RegistryError(.busy, "the file is being replaced; try again", retryAfter: 1)
    }

    private func whole(_ object: StoredObject, _ headers: HTTPFields, _ body: ResponseBody) -> Response {
        var headers = headers
        headers[.contentLength] = String(object.size)
        return Response(status: .ok, headers: headers, body: body)
    }
    private func part(_ body: ObjectBody, _ headers: HTTPFields) -> Response {
        var headers = headers
        headers[.contentRange] = "bytes \(body.bytes.lowerBound)-\(body.bytes.upperBound - 1)/\(body.object.size)"
        return Response(status: .partialContent, headers: headers, body: stream(body))
    }
    private func stream(_ body: ObjectBody) -> ResponseBody {
        ResponseBody(contentLength: body.bytes.count) { writer in
            for try await chunk in body.chunks { try await writer.write(chunk) }
            try await writer.finish(nil)
        }
    }

    private func verified(_ method: String, _ context: RegistryContext) throws(RegistryError) -> VerifiedObjectRequest {
        do throws(SignatureError) {
            return try objects.signer.verify(
                method: method, path: context.target.rest(below: "/objects") ?? "", query: context.target.query.all,
                now: ambient.now())
        } catch {
            throw RegistryError(.forbidden, "Forbidden, \(error)")
        }
    }

    private func headers(of object: StoredObject, _ grant: VerifiedObjectRequest) -> HTTPFields {
        [
            .contentType: grant.contentType ?? "application/octet-stream", .eTag: entityTag(of: object),
            .acceptRanges: "bytes", .contentDisposition: ContentDisposition.attachment(filename: grant.filename),
            .cacheControl: "private, no-cache",
        ]
    }
    private func entityTag(of object: StoredObject) -> String { "\"\(object.tag)\"" }

    /// Whether an `If-None-Match` names the object's tag, strongly or weakly (RFC 9110, section 13.1.2).
    private func matches(_ header: String?, _ object: StoredObject) -> Bool {
        guard let header else { return false }
        let tag = entityTag(of: object)
        return header.commaList.contains { $0 == "*" || $0 == tag || $0 == "W/\(tag)" }
    }
    /// The `Range` header, unless an `If-Range` names another value than the present one: then all of it is sent.
    private func rangeHeader(of request: Request, _ object: StoredObject) -> String? {
        if let condition = request.headers[.ifRange], condition != entityTag(of: object) { return nil }
        return request.headers[.range]
    }
}
