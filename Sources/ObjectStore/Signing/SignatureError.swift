package import RegistryCore

/// Why a signed URL was refused.
package enum SignatureError: Error, Hashable {
    /// `rule` completes "the parameter …".
    case malformed(parameter: String, rule: String)
    /// The signature does not belong to this key, these parameters or any of our signing keys.
    case invalid
    case expired(Timestamp)
    /// The signature is right, for another method.
    case wrongMethod(allowed: String)
}

extension SignatureError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let parameter, let rule): "the parameter '\(parameter)' of the signed URL \(rule)"
        case .invalid: "the signature of the URL is invalid"
        case .expired(let moment): "the signed URL expired at \(moment)"
        case .wrongMethod(let allowed): "the signed URL is for \(allowed)"
        }
    }
}
