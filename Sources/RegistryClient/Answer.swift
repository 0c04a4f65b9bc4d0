internal import JSONDocument
internal import NIOHTTP1

/// An answer with a status below 400.
struct Answer: Sendable {
    let url: String
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    /// The body as JSON.
    func json() throws(RegistryClientError) -> JSONValue {
        do {
            return try JSONValue(parsing: body, limits: JSONLimits(maxBytes: .max, maxDepth: 512))
        } catch {
            throw .invalidAnswer("the body is not JSON: \(error)")
        }
    }
}
