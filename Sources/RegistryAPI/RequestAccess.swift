internal import HTTPTypes
internal import Hummingbird
package import RegistryAccess
internal import RegistryCore

/// Finds out who sends a request (`spec/rest-api.md` 3.1 and 3.5).
package struct RequestAccess: Sendable {
    private let verifier: TokenVerifier
    let credentials: CredentialSigner
    /// When false, everybody is anonymous and the header is not read.
    private let isAuthEnabled: Bool

    package init(verifier: TokenVerifier, credentials: CredentialSigner, isAuthEnabled: Bool) {
        self.verifier = verifier
        self.credentials = credentials
        self.isAuthEnabled = isAuthEnabled
    }

    /// The caller, promoted when the URL carries a credential for it.
    ///
    /// A bearer token's names and roles are kept beside the credential's; without one the request has the names of whom the
    /// credential was made for.
    ///
    /// - Throws: `.invalidToken` for a bad token, on open routes too; `.forbidden` for a bad credential.
    func caller(
        of request: Request, to target: RequestTarget, now: Timestamp
    ) async throws(RegistryError) -> (identity: Identity, credential: VerifiedCredential?) {
        if isAuthEnabled, request.headers[values: .authorization].count > 1 {
            throw RegistryError(.invalidToken, "Invalid token, the 'Authorization' header is sent more than once")
        }
        let bearer =
            isAuthEnabled
            ? try await verifier.verify(authorization: request.headers[.authorization], now: now) : .anonymous
        guard let text = target.query.first(CredentialSigner.parameter) else { return (bearer, nil) }
        let credential = try credentials.verify(
            text, method: request.method.rawValue, path: target.path, query: target.query.all, now: now)
        return (bearer.isAnonymous ? credential.identity : bearer.presigned(), credential)
    }
}
