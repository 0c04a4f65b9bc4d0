internal import AsyncHTTPClient
internal import Glibc
internal import JSONDocument
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

extension RegistryClient {
    /// What an error of the HTTP client means.
    static func failure(_ error: any Error, at url: String) -> RegistryClientError {
        let server = WebOrigin.split(url)?.origin.description ?? "the server"
        switch error {
        case let error as RegistryClientError: return error
        case is CancellationError: return .cancelled
        case let error as HTTPClientError:
            return error == .cancelled ? .cancelled : .unreachable(server: server, cause: phrase(for: error))
        case let error as NIOConnectionError:
            let cause = error.connectionErrors.first.map { phrase(for: $0.error) } ?? "the host name is not known"
            return .unreachable(server: server, cause: cause)
        default: return .unreachable(server: server, cause: phrase(for: error))
        }
    }

    private static func phrase(for error: any Error) -> String {
        guard let error = error as? IOError else { return "\(error)" }
        return String(cString: strerror(error.errnoCode))
    }
    private static func phrase(for error: HTTPClientError) -> String {
        switch error {
        case .connectTimeout: "the connection took longer than 10 seconds"
        case .readTimeout, .deadlineExceeded: "nothing came for 120 seconds"
        case .writeTimeout: "nothing could be sent for 120 seconds"
        case .remoteConnectionClosed: "the connection was closed"
        case .bodyLengthMismatch: "the body is not as long as announced"
        default: error.shortDescription
        }
    }

    static func refusal(
        _ response: HTTPClientResponse, body: [UInt8], of method: HTTPMethod, _ url: String
    ) -> RegistryClientError.Refusal {
        let path = (WebOrigin.split(url)?.rest ?? url).prefix { $0 != "?" && $0 != "#" }
        let json = try? JSONValue(parsing: body, limits: .body)
        // Storage servers answer XML or plain text, whose words say more than the status.
        let text = String(decoding: body.prefix(300), as: UTF8.self)
        let reason =
            json?["reason"]?.stringValue ?? json?["detail"]?.stringValue
            ?? (json == nil && !text.isEmpty ? text : response.status.reasonPhrase)
        return RegistryClientError.Refusal(
            status: Int(response.status.code), reason: reason, request: "\(method.rawValue) \(path)",
            retryAfter: response.headers.first(name: "Retry-After").flatMap { Int($0) },
            asksForToken: response.headers.contains(name: "WWW-Authenticate"))
    }
}
