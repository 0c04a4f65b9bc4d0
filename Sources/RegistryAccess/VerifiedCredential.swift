package import RegistryCore

/// What a credential in a URL grants to one request.
package struct VerifiedCredential: Sendable {
    /// The subject's name and groups, without roles, marked as presigned.
    package let identity: Identity
    /// What was signed, whether or not the request repeats it: a parameter that the client left out has this value.
    package let parameters: [(name: String, value: String)]
    /// Names of the parameters that were sent and not signed, in the order sent: for each of them the credential counts for
    /// nothing, and the service decides by the caller's rights.
    package let unsignedParameters: [String]

    /// The signed value of `name`, or nil when it was not signed.
    package func value(of name: String) -> String? {
        parameters.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }
}
