internal import ECMAPattern

/// A format that JSON Schema defines; the raw value is its name in a schema.
///
/// Names that are not here, or not in a draft, mean nothing: any value has such a format. So has a value that is no
/// string.
package enum SchemaFormat: String, CaseIterable, Sendable {
    case dateTime = "date-time"
    case date
    case time
    case duration
    case email
    case internationalEmail = "idn-email"
    case hostName = "hostname"
    case internationalHostName = "idn-hostname"
    case ipv4
    case ipv6
    case uri
    case uriReference = "uri-reference"
    case iri
    case iriReference = "iri-reference"
    case uriTemplate = "uri-template"
    case jsonPointer = "json-pointer"
    case relativeJSONPointer = "relative-json-pointer"
    case regex
    case uuid

    /// Returns whether `draft` defines the format (section "Defined Formats" of each draft's validation document).
    package func isDefined(in draft: SchemaDraft) -> Bool {
        switch self {
        case .dateTime, .email, .hostName, .ipv4, .ipv6, .uri: true
        case .uriReference, .uriTemplate, .jsonPointer: draft != .draft4
        case .date, .time, .internationalEmail, .internationalHostName, .iri, .iriReference, .relativeJSONPointer,
            .regex:
            draft != .draft4 && draft != .draft6
        case .duration, .uuid: draft == .draft2019 || draft == .draft2020
        }
    }

    /// Returns whether `text` has this format, in time linear in its length.
    package func accepts(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { accepts(utf8: $0) }
    }

    /// Returns whether `text` has this format.
    ///
    /// - Parameter text: UTF-8; what is not, is of no format.
    package func accepts(utf8 text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .dateTime: DateTimeFormats.isDateTime(text)
        case .date: DateTimeFormats.isDate(text)
        case .time: DateTimeFormats.isTime(text)
        case .duration: DateTimeFormats.isDuration(text)
        case .email: Mailboxes.isMailbox(text, isInternational: false)
        case .internationalEmail: Mailboxes.isMailbox(text, isInternational: true)
        case .hostName: HostNames.isHostName(text)
        case .internationalHostName: HostNames.isInternationalHostName(text)
        case .ipv4: InternetAddresses.isIPv4(text)
        case .ipv6: InternetAddresses.isIPv6(text)
        case .uri: ResourceIdentifiers.isIdentifier(text, isInternational: false)
        case .uriReference: ResourceIdentifiers.isReference(text, isInternational: false)
        case .iri: ResourceIdentifiers.isIdentifier(text, isInternational: true)
        case .iriReference: ResourceIdentifiers.isReference(text, isInternational: true)
        case .uriTemplate: URITemplates.isTemplate(text)
        case .jsonPointer: Pointers.isPointer(text)
        case .relativeJSONPointer: Pointers.isRelativePointer(text)
        case .regex: ECMAPattern.isWellFormed(String(decoding: text, as: UTF8.self))
        case .uuid: UniqueIdentifiers.isUUID(text)
        }
    }
}
