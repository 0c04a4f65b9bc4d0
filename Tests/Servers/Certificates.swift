internal import Foundation

/// An authority of a test's own, and a server's certificate by it.
package struct Certificates: Sendable {
    package static let arePossible = FileManager.default.fileExists(atPath: openssl)
    private static let openssl = "/usr/bin/openssl"

    package let authority: String
    package let certificate: String
    package let key: String

    /// - Parameters:
    ///   - addresses: by which it may be reached too, in numbers.
    ///   - folder: of the server, whose owner they will belong to.
    package static func make(
        for host: String, at addresses: [String] = [], in folder: String
    ) async throws -> Certificates {
        let names = (["DNS:\(host)"] + addresses.map { "IP:\($0)" }).joined(separator: ",")
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
                "-subj", "/CN=\(host)", "-addext", "subjectAltName=\(names)", "-keyout", made.key, "-out",
                request,
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
