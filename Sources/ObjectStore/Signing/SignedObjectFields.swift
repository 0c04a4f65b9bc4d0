internal import RegistryCore

/// The fields of a signed URL, as they are signed: in their one spelling.
struct SignedObjectFields {
    enum Parameter: String, CaseIterable {
        case method = "X-Vitrine-Method"
        case expires = "X-Vitrine-Expires"
        case limit = "X-Vitrine-Limit"
        case md5 = "X-Vitrine-MD5"
        case filename = "X-Vitrine-Filename"
        case contentType = "X-Vitrine-Content-Type"
        case signingKey = "X-Vitrine-Key"
        case signature = "X-Vitrine-Signature"

        /// Compares bytes: to `String`, the Kelvin sign is a K.
        static func named(_ name: String) -> Parameter? {
            allCases.first { $0.rawValue.utf8.elementsEqual(name.utf8) }
        }
    }
    /// Changes with the meaning of any field.
    static let version = "vitrine-object-1"

    let method: VerifiedObjectRequest.Method
    let key: ObjectKey
    /// Seconds since 1970.
    let expires: Int64
    let limit: Int64?
    let md5: String?
    let filename: String?
    let contentType: String?
    let signingKey: String

    /// In the order in which they stand in the URL, without the signature.
    var parameters: [(Parameter, String)] {
        var parameters: [(Parameter, String)] = [(.method, method.rawValue), (.expires, String(expires))]
        if let limit { parameters.append((.limit, String(limit))) }
        if let md5 { parameters.append((.md5, md5)) }
        if let filename { parameters.append((.filename, filename)) }
        if let contentType { parameters.append((.contentType, contentType)) }
        parameters.append((.signingKey, signingKey))
        return parameters
    }

    /// Each field by presence, length and bytes.
    var bytesToSign: [UInt8] {
        let fields: [String?] = [
            Self.version, method.rawValue, key.description, String(expires), limit.map { String($0) }, md5, filename,
            contentType, signingKey,
        ]
        var bytes: [UInt8] = []
        for field in fields {
            bytes.append(field == nil ? 0 : 1)
            let length = UInt64(field?.utf8.count ?? 0)
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: length >> shift))
            }
            if let field { bytes += field.utf8 }
        }
        return bytes
    }

    /// Reads the fields and the 32 bytes of the signature.
    static func parse(key: String, query: [(String, String)]) throws(SignatureError) -> (SignedObjectFields, [UInt8]) {
        var values: [Parameter: String] = [:]
        for (name, value) in query {
            guard let parameter = Parameter.named(name) else {
                throw .malformed(parameter: name, rule: "is not known")
            }
            guard values.updateValue(value, forKey: parameter) == nil else {
                throw .malformed(parameter: name, rule: "is repeated")
            }
        }
        func required(_ parameter: Parameter) throws(SignatureError) -> String {
            guard let value = values[parameter] else {
                throw .malformed(parameter: parameter.rawValue, rule: "is missing")
            }
            return value
        }
        guard let signature = Base64Code.url.decode(try required(.signature)), signature.count == 32 else {
            throw .malformed(parameter: Parameter.signature.rawValue, rule: "is not 32 bytes in base64url")
        }
        guard let method = VerifiedObjectRequest.Method(rawValue: try required(.method)) else {
            throw .malformed(parameter: Parameter.method.rawValue, rule: "is neither GET nor PUT")
        }
        let foreign: [Parameter] = method == .put ? [.filename, .contentType] : [.limit, .md5]
        if let parameter = foreign.first(where: { values[$0] != nil }) {
            throw .malformed(parameter: parameter.rawValue, rule: "does not belong to \(method.rawValue)")
        }
        let fields = SignedObjectFields(
            method: method,
            // A key that could not have been signed has no valid signature.
            key: try parsed(key),
            expires: try number(required(.expires), .expires),
            limit: method == .put ? try number(required(.limit), .limit) : nil,
            md5: values[.md5], filename: values[.filename], contentType: values[.contentType],
            signingKey: try required(.signingKey))
        return (fields, signature)
    }

    /// - Throws: `.malformed` for an MD5 that is not one; our own signature does not vouch for it.
    func request() throws(SignatureError) -> VerifiedObjectRequest {
        let digest = md5.map { MD5Digest(hex: $0) }
        if case .some(.none) = digest {
            throw .malformed(parameter: Parameter.md5.rawValue, rule: "is not 32 hex digits")
        }
        return VerifiedObjectRequest(
            method: method, key: key,
            expires: Timestamp(
                milliseconds: expires.multipliedReportingOverflow(by: 1_000).overflow ? .max : expires * 1_000),
            limit: limit, md5: digest ?? nil, filename: filename, contentType: contentType)
    }

    private static func parsed(_ key: String) throws(SignatureError) -> ObjectKey {
        do throws(ObjectStoreError) { return try ObjectKey(validating: key) } catch { throw .invalid }
    }
    private static func number(_ text: String, _ parameter: Parameter) throws(SignatureError) -> Int64 {
        guard let number = Int64(text), number >= 0, String(number).utf8.elementsEqual(text.utf8) else {
            throw .malformed(parameter: parameter.rawValue, rule: "is not a whole number without sign or leading zeros")
        }
        return number
    }
}
