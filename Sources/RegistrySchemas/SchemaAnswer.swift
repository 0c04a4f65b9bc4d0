internal import Crypto
internal import JSONDocument
internal import RegistryCore

/// A schema as clients get it: one JSON text that stands alone.
package struct SchemaAnswer: Sendable, Hashable {
    package let bytes: [UInt8]
    /// An entity tag (RFC 9110, section 8.8.3), quotes included: the same for the same bytes.
    package let tag: String

    init(_ document: JSONValue) { self.init(bytes: document.serialized()) }

    package init(bytes: [UInt8]) {
        self.bytes = bytes
        tag = "\"\(HexCode.encode(SHA256.hash(data: bytes).prefix(16)))\""
    }
}
