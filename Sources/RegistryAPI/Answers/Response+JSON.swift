internal import HTTPTypes
internal import Hummingbird
internal import JSONDocument
internal import NIOCore
internal import RegistryCore
internal import RegistryService

extension Response {
    init(json: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        self.init(jsonText: json.serialized(), status: status, headers: headers)
    }

    /// - Parameter jsonText: one JSON text in UTF-8, sent as it is.
    init(jsonText: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = "application/json"
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: jsonText)))
    }

    /// One page of results (`spec/rest-api.md` 0.5), the same path to the next one in the body and in the header.
    ///
    /// - Parameter cursor: of the next page in a walk by cursor.
    init(page: ResultPage, cursor: String? = nil) {
        var body: JSONObject = [
            "results": .array(page.results), "count": .number(JSONNumber(page.results.count)),
            "total": .number(JSONNumber(page.total)),
        ]
        var headers: HTTPFields = [:]
        if let scroll = page.scroll {
            body["next"] = .string("/scroll/\(scroll)")
            // Clients of one family read the quoted form only, of the other the unquoted one only.
            headers[.links] = "</scroll/\(scroll)>; rel=\"more\"; title=\"rel=more\""
        }
        if let cursor { body["cursor"] = .string(cursor) }
        body["highlights"] = page.highlights.map { .array($0) }
        body["explanations"] = page.explanations.map { .array($0) }
        body["suggestion"] = page.suggestion.map { .string($0) }
        self.init(json: .object(body), headers: headers)
    }

    /// 202 and where to ask how a job fares (`spec/rest-api.md` 1.5).
    init(acceptedJob job: JobID, root: RootURL) throws(RegistryError) {
        let url = try root.absolute("/jobs/\(job)")
        self.init(
            json: [
                "job_id": .string(job.description), "path": .string("/jobs/\(job)"), "job_url": .string(url),
                "status": "accepted",
            ],
            status: .accepted, headers: [.links: "<\(url)>; rel=status"])
    }
}
