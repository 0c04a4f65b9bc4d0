internal import Foundation
internal import RegistryAccess

extension ServerSettings {
    /// The keys that bearer tokens are verified with: those of `VITRINE_AUTH_KEYS`, else the data directory's own.
    func tokenKeys(in directory: DataDirectory) throws -> TokenKeys {
        guard let tokenKeysFile else { return try directory.tokenKeys() }
        guard let bytes = FileManager.default.contents(atPath: tokenKeysFile) else {
            throw StartError("VITRINE_AUTH_KEYS: '\(tokenKeysFile)' cannot be read")
        }
        do throws(TokenKeysError) {
            return try TokenKeys(parsing: [UInt8](bytes))
        } catch {
            throw StartError("VITRINE_AUTH_KEYS: \(error)")
        }
    }
}
