internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import JSONDocument
internal import NIOCore
internal import RegistryCore

extension Request {
    /// How deep a request's body may be nested; documents have the same limit.
    private static let maxDepth = 64

    /// The JSON object in the body, whatever the request calls it (`spec/rest-api.md` 0.2); nil for an empty body.
    ///
    /// - Parameter limit: bytes of the body.
    /// - Throws: `.tooLarge`; `.invalidBody` for what is no JSON or no object, naming the place.
    func jsonObject(upTo limit: Int) async throws -> JSONObject? {
        let bytes = try await bytes(upTo: limit)
        if bytes.isEmpty { return nil }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes, limits: JSONLimits(maxBytes: limit, maxDepth: Self.maxDepth))
        } catch {
            throw RegistryError.invalidBody(at: [], "the body is no valid JSON: \(error)")
        }
        guard let object = value.objectValue else {
            throw RegistryError.invalidBody(at: [], "the body is no JSON object")
        }
        return object
    }

    private func bytes(upTo limit: Int) async throws -> [UInt8] {
        let tooLarge = RegistryError(.tooLarge, "the body is longer than \(limit) bytes")
        let announced = headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= limit else { throw tooLarge }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(announced, 1 << 20))
        for try await chunk in body {
            guard chunk.readableBytes <= limit - bytes.count else { throw tooLarge }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }
}

extension RegistryError {
    /// A 422 about the place in the body at `location`; `reason` is the whole sentence.
    static func invalidBody(at location: [String], _ reason: String) -> RegistryError {
        RegistryError(.invalidBody, reason, problems: [Problem(at: ["body"] + location, reason)])
    }
}
