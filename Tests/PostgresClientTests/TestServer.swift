import Foundation
import PostgresClient

/// The PostgreSQL that `make test` starts: `VITRINE_TEST_POSTGRES` holds its URL.
enum TestServer {
    static let url = ProcessInfo.processInfo.environment["VITRINE_TEST_POSTGRES"]
    static let isAbsent = "VITRINE_TEST_POSTGRES is not set: 'make test' starts a server and sets it"

    static func configuration() throws -> PostgresConfiguration { try PostgresConfiguration(url: url ?? "") }
}
