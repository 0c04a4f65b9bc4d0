import Foundation
import Testing

/// An authority of a test's own, and a server's certificate by it.
struct Certificates: Sendable {
    static let arePossible = FileManager.default.fileExists(atPath: openssl)
    private static let openssl = "/usr/bin/openssl"

    let authority: String
    let certificate: String
    let key: String

    /// - Parameter folder: of the server, whose owner they will belong to.
    static func make(for host: String, in folder: String) async throws -> Certificates {
        let place = "\(folder)/\(UUID().uuidString)"
        let made = Certificates(authority: "\(place)-ca.pem", certificate: "\(place).pem", key: "\(place).key")
        let request = "\(place).csr"
        let new = [openssl, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-batch"]
        try await Shell.run(
            asOwner: folder,
            new + [
                "-x509", "-days", "2", "-subj", "/CN=A test's authority", "-keyout", "\(place)-ca.key", "-out",
                made.authority,
            ])
        try await Shell.run(
            asOwner: folder,
            new + [
                "-subj", "/CN=\(host)", "-addext", "subjectAltName=DNS:\(host),IP:127.0.0.1", "-keyout", made.key,
                "-out", request,
            ])
        try await Shell.run(
            asOwner: folder,
            [
                openssl, "x509", "-req", "-in", request, "-CA", made.authority, "-CAkey", "\(place)-ca.key",
                "-CAcreateserial",
                "-days", "2", "-copy_extensions", "copy", "-out", made.certificate,
            ])
        try await Shell.run(asOwner: folder, ["/bin/chmod", "600", made.key])
        return made
    }
}
