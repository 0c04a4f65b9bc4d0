internal import RegistryAccess
internal import RegistryCore
internal import RegistryService

/// Cursors as clients hold them: signed, and each for one caller.
struct SearchCursors: Sendable {
    let credentials: CredentialSigner

    /// - Throws: `.invalidQuery` for a walk that is too large to be carried.
    func text(of cursor: SearchCursor, for caller: Identity) throws(RegistryError) -> String {
        let text = credentials.sealCursor(cursor.bytes, for: caller)
        guard text.utf8.count <= CredentialSigner.maxCursorBytes else {
            throw RegistryError(
                .invalidQuery,
                "'q' and 'fields' are too long to be carried by a cursor; shorten them, or walk without 'cursor'")
        }
        return text
    }

    /// - Throws: `.invalidRequest`, alike for one that was changed, cut off, or made for somebody else.
    func cursor(_ text: String, for caller: Identity) throws(RegistryError) -> SearchCursor {
        guard let bytes = credentials.openCursor(text, for: caller) else {
            throw RegistryError(.invalidRequest, SearchCursor.invalid)
        }
        return try SearchCursor(bytes: bytes)
    }
}
